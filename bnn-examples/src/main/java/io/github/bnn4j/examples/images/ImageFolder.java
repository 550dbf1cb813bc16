// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.images;

import io.github.bnn4j.core.file.IoProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Labelled pictures in a folder: one folder for each class in it, with the name of the class, and
 * in each of them pictures of any size. Other files are left alone, and so is what is hidden.
 *
 * <p>The last tenth of the pictures of a class in the order of their names, at least one, is held
 * out for the test.
 *
 * @param labels the names of the classes, in alphabetical order
 * @param training the pictures to train on
 * @param test the pictures held out
 */
public record ImageFolder(List<String> labels, List<Labelled> training, List<Labelled> test) {
  private static final int MAX_CLASSES = 1_000;
  private static final int TEST_SHARE = 10;
  private static final Set<String> ENDINGS = Set.of("png", "jpg", "jpeg", "gif", "bmp");

  /**
   * A picture and its class.
   *
   * @param label number of the class
   */
  public record Labelled(Path file, int label) {}

  /**
   * Lists the pictures without reading them.
   *
   * @throws ImageException if there are fewer than 2 classes or more than 1,000, a class has fewer
   *     than two pictures, or a folder cannot be read
   */
  public static ImageFolder list(Path folder) {
    List<Path> classes = entries(folder, Files::isDirectory);
    if (classes.size() < 2 || classes.size() > MAX_CLASSES) {
      throw new ImageException(
          String.format(
              Locale.ROOT,
              "%s needs a folder of pictures for each class, from 2 to %,d of them; it has %,d.",
              folder,
              MAX_CLASSES,
              classes.size()));
    }
    List<Labelled> training = new ArrayList<>();
    List<Labelled> test = new ArrayList<>();
    for (int label = 0; label < classes.size(); label++) {
      List<Path> files = entries(classes.get(label), ImageFolder::isPicture);
      if (files.size() < 2) {
        throw new ImageException(
            String.format(
                Locale.ROOT,
                "%s has %d pictures; at least 2 are needed, one to train on and one to test.",
                classes.get(label),
                files.size()));
      }
      int split = files.size() - Math.max(1, files.size() / TEST_SHARE);
      for (int i = 0; i < files.size(); i++) {
        (i < split ? training : test).add(new Labelled(files.get(i), label));
      }
    }
    return new ImageFolder(
        classes.stream().map(each -> each.getFileName().toString()).toList(), training, test);
  }

  private static List<Path> entries(Path folder, Predicate<Path> wanted) {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries
          .filter(entry -> !entry.getFileName().toString().startsWith("."))
          .filter(wanted)
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new ImageException(
          "The folder " + folder + " cannot be read: " + IoProblem.describe(e) + ".", e);
    }
  }

  private static boolean isPicture(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    return ENDINGS.contains(name.substring(name.lastIndexOf('.') + 1)) && Files.isRegularFile(file);
  }
}
