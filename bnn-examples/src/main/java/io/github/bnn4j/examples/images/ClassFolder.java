// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.images;

import io.github.bnn4j.core.file.IoProblem;
import io.github.bnn4j.images.PictureFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The pictures of one class, in a folder that has its name. The last tenth of them in the order of
 * their names, at least one, is held out for the test.
 *
 * @param label the name of the class
 * @param pictures those found, in the order of their names
 * @param subfolders folders in it, into which nobody looks
 * @param others files that are no pictures by their names
 */
public record ClassFolder(
    String label, List<Path> pictures, List<Path> subfolders, List<Path> others) {
  private static final int TEST_SHARE = 10;

  /**
   * Lists a folder without reading its pictures. What is hidden is left alone.
   *
   * @throws ImageException if it cannot be listed, or has a name that the locale cannot express
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
    return new ClassFolder(LocaleNames.of(folder.getFileName()), pictures, subfolders, others);
  }

  /** Says that there are too few pictures to train on, if so. */
  Optional<String> tooFew() {
    return pictures.size() >= 2
        ? Optional.empty()
        : Optional.of(
            String.format(
                Locale.ROOT,
                "%s has %d%s",
                label,
                pictures.size(),
                skipped().isEmpty() ? "" : " (not used: " + skipped() + ")"));
  }

  /** What is in a folder, in the order of the names, without what is hidden. */
  static List<Path> entries(Path folder) {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries
          .filter(entry -> !entry.getFileName().toString().startsWith("."))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new ImageException(
          "The folder " + folder + " cannot be read: " + IoProblem.describe(e) + ".", e);
    }
  }

  /** The pictures to train on. */
  List<Path> training() {
    return pictures.subList(0, pictures.size() - heldOut());
  }

  /** The pictures held out. */
  List<Path> test() {
    return pictures.subList(pictures.size() - heldOut(), pictures.size());
  }

  private int heldOut() {
    return Math.min(pictures.size(), Math.max(1, pictures.size() / TEST_SHARE));
  }

  /** How many pictures there are, and what is not used and why. */
  String report() {
    String skipped = skipped();
    return String.format(
        Locale.ROOT,
        "%s: %,d found, %,d of them held out%s",
        label,
        pictures.size(),
        heldOut(),
        skipped.isEmpty() ? "" : "; not used: " + skipped);
  }

  private String skipped() {
    List<String> parts = new ArrayList<>();
    if (!subfolders.isEmpty()) {
      parts.add(count(subfolders, "sub-folder"));
    }
    if (!others.isEmpty()) {
      parts.add(count(others, "file") + " that by its name is no picture");
    }
    return String.join(", ", parts);
  }

  /** Such as {@code 3 files (a.txt and others)}. */
  static String count(List<Path> entries, String unit) {
    return String.format(
        Locale.ROOT,
        "%,d %s%s (%s%s)",
        entries.size(),
        unit,
        entries.size() == 1 ? "" : "s",
        entries.get(0).getFileName(),
        entries.size() == 1 ? "" : " and others");
  }
}
