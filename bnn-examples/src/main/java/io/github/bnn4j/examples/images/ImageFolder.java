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
 * Labelled pictures of any size in a folder: one folder for each class in it, with the name of the
 * class and its pictures, or pictures and a file {@code labels.csv} that says what class each is
 * of.
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
  public record Labelled(Path file, int label) {

    /** The same picture with the number that its class has elsewhere. */
    public Labelled withLabel(int other) {
      return new Labelled(file, other);
    }
  }

  /**
   * Lists the pictures without reading them.
   *
   * @throws ImageException if there is no class or more than 1,000, or a folder cannot be read
   */
  public static ImageFolder list(Path folder) {
    if (LabelTable.isIn(folder)) {
      List<ClassFolder> labelled = LabelTable.read(folder);
      if (labelled.isEmpty() || labelled.size() > MAX_CLASSES) {
        throw classes(folder, 1, labelled.size());
      }
      return new ImageFolder(folder, labelled, List.of());
    }
    List<Path> entries = ClassFolder.entries(folder);
    List<Path> classes = entries.stream().filter(Files::isDirectory).toList();
    if (classes.isEmpty() || classes.size() > MAX_CLASSES) {
      throw classes(folder, 1, classes.size());
    }
    return new ImageFolder(
        folder,
        classes.stream().map(ClassFolder::list).toList(),
        entries.stream().filter(entry -> !Files.isDirectory(entry)).toList());
  }

  /**
   * Lists the pictures of a folder to train on.
   *
   * @throws ImageException if there are fewer than 2 classes or more than 1,000, classes have fewer
   *     than two pictures, with all of them, or a folder cannot be read
   */
  public static ImageFolder listToTrain(Path folder) {
    ImageFolder found = list(folder);
    if (found.classes.size() < 2) {
      throw classes(folder, 2, found.classes.size());
    }
    List<String> few = found.classes.stream().flatMap(each -> each.tooFew().stream()).toList();
    if (!few.isEmpty()) {
      throw new ImageException(
          String.format(
              Locale.ROOT,
              "%s: a class needs at least 2 pictures, one to train on and one to test; %s.",
              folder,
              String.join("; ", few)));
    }
    return found;
  }

  private static ImageException classes(Path folder, int least, int found) {
    return new ImageException(
        String.format(
            Locale.ROOT,
            "%s needs a folder of pictures for each class, from %d to %,d of them; it has %,d.",
            folder,
            least,
            MAX_CLASSES,
            found));
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
