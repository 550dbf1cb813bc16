// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.images.folder;

import io.github.bnn4j.core.file.IoProblem;
import io.github.bnn4j.images.PictureException;
import io.github.bnn4j.images.PictureFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The pictures of one class. The last tenth of them, at least one, is held out for the test.
 *
 * @param label the name of the class
 * @param files its pictures: those of a folder in the order of their names, those of a table in the
 *     order of its lines
 * @param notUsed what else is in the folder, in words, if anything is
 */
record ClassFolder(String label, List<Path> files, Optional<String> notUsed) {
  private static final char REPLACEMENT = '\ufffd';
  private static final int TEST_SHARE = 10;

  /**
   * Lists a folder that has the name of the class, without reading its pictures. What is hidden is
   * left alone.
   *
   * @throws PictureException if it cannot be listed, or has a name that the locale cannot express
   */
  static ClassFolder list(Path folder) {
    List<Path> pictures = new ArrayList<>();
    List<Path> subfolders = new ArrayList<>();
    List<Path> others = new ArrayList<>();
    for (Path entry : entries(folder)) {
      if (Files.isDirectory(entry)) {
        subfolders.add(entry);
      } else if (PictureFormat.ofName(entry).isPresent() && Files.isRegularFile(entry)) {
        pictures.add(entry);
      } else {
        others.add(entry);
      }
    }
    return new ClassFolder(label(folder), pictures, notUsed(subfolders, others));
  }

  private static String label(Path folder) {
    String label = folder.getFileName().toString();
    if (label.indexOf(REPLACEMENT) >= 0) {
      throw new PictureException(
          "A folder has a name that is not ASCII ("
              + label
              + "), and "
              + IoProblem.encoding()
              + ".");
    }
    return label;
  }

  private static Optional<String> notUsed(List<Path> subfolders, List<Path> others) {
    List<String> parts = new ArrayList<>();
    if (!subfolders.isEmpty()) {
      parts.add(Named.of(subfolders, "sub-folder"));
    }
    if (!others.isEmpty()) {
      parts.add(
          Named.of(others, "file")
              + (others.size() == 1
                  ? " that by its name is no picture"
                  : " that by their names are no pictures"));
    }
    return parts.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", parts));
  }

  /** What is in a folder, in the order of the names, without what is hidden. */
  static List<Path> entries(Path folder) {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries
          .filter(entry -> !entry.getFileName().toString().startsWith("."))
          .sorted(Comparator.comparing(entry -> entry.getFileName().toString()))
          .toList();
    } catch (IOException e) {
      throw new PictureException(
          "The folder " + folder + " cannot be read: " + IoProblem.describe(e) + ".", e);
    }
  }

  /** Says that there are too few pictures to train on, if so. */
  Optional<String> tooFew() {
    return files.size() >= 2
        ? Optional.empty()
        : Optional.of(
            label
                + " has "
                + files.size()
                + notUsed.map(reason -> " (not used: " + reason + ")").orElse(""));
  }

  /** The pictures to train on. */
  Stream<LabelledPicture> training() {
    return pictures(0, files.size() - heldOutCount());
  }

  /** The pictures held out. */
  Stream<LabelledPicture> heldOut() {
    return pictures(files.size() - heldOutCount(), files.size());
  }

  private Stream<LabelledPicture> pictures(int from, int to) {
    return files.subList(from, to).stream().map(file -> new LabelledPicture(file, label));
  }

  private int heldOutCount() {
    return Math.min(files.size(), Math.max(1, files.size() / TEST_SHARE));
  }

  /** How many pictures there are, and what is not used and why. */
  String report() {
    return String.format(
        Locale.ROOT,
        "%s: %,d found, %,d of them held out%s",
        label,
        files.size(),
        heldOutCount(),
        notUsed.map(reason -> "; not used: " + reason).orElse(""));
  }
}
