// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.images;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * Labelled pictures in a folder: one folder for each class in it, with the name of the class, and
 * in each of them pictures of any size.
 *
 * @param folder the folder
 * @param classes the classes, in alphabetical order
 * @param others files beside the folders of the classes, which are not used
 */
public record ImageFolder(Path folder, List<ClassFolder> classes, List<Path> others) {
  private static final int MAX_CLASSES = 1_000;

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
    List<Path> entries = ClassFolder.entries(folder);
    List<Path> classes = entries.stream().filter(Files::isDirectory).toList();
    if (classes.size() < 2 || classes.size() > MAX_CLASSES) {
      throw new ImageException(
          String.format(
              Locale.ROOT,
              "%s needs a folder of pictures for each class, from 2 to %,d of them; it has %,d.",
              folder,
              MAX_CLASSES,
              classes.size()));
    }
    return new ImageFolder(
        folder,
        classes.stream().map(ClassFolder::list).toList(),
        entries.stream().filter(entry -> !Files.isDirectory(entry)).toList());
  }

  /** The names of the classes. */
  public List<String> labels() {
    return classes.stream().map(ClassFolder::label).toList();
  }

  /** The pictures to train on. */
  public List<Labelled> training() {
    return labelled(ClassFolder::training);
  }

  /** The pictures held out. */
  public List<Labelled> test() {
    return labelled(ClassFolder::test);
  }

  private List<Labelled> labelled(Function<ClassFolder, List<Path>> part) {
    List<Labelled> all = new ArrayList<>();
    for (int label = 0; label < classes.size(); label++) {
      for (Path file : part.apply(classes.get(label))) {
        all.add(new Labelled(file, label));
      }
    }
    return all;
  }

  /** How many pictures of which class there are, which are held out, and what is not used. */
  public List<String> report() {
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(
            Locale.ROOT,
            "%s: %,d pictures of %,d classes, %,d to train on and %,d held out",
            folder,
            training().size() + test().size(),
            classes.size(),
            training().size(),
            test().size()));
    classes.forEach(each -> lines.add("  " + each.report()));
    if (!others.isEmpty()) {
      lines.add("  not used: " + ClassFolder.count(others, "file") + " beside the classes");
    }
    return lines;
  }
}
