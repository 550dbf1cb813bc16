// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.images;

import io.github.bnn4j.core.file.IoProblem;
import io.github.bnn4j.images.PictureFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The file {@value #NAME} beside pictures, which says what class each is of: the header {@value
 * #HEADER}, and a line for each picture with its path from the folder, a comma, and the name of the
 * class, which has none.
 */
final class LabelTable {
  static final String NAME = "labels.csv";
  private static final String HEADER = "picture,label";

  private final Path folder;
  private final Path table;
  private final Set<Path> seen = new HashSet<>();
  private final Map<String, List<Path>> classes = new TreeMap<>();

  private LabelTable(Path folder) {
    this.folder = folder;
    this.table = folder.resolve(NAME);
  }

  /** Whether there is such a file in a folder. */
  static boolean isIn(Path folder) {
    return Files.isRegularFile(folder.resolve(NAME));
  }

  /**
   * Reads the classes, in the order of their names, without reading the pictures.
   *
   * @throws ImageException if the file cannot be read, a line is none, a picture is missing, named
   *     twice or outside the folder
   */
  static List<ClassFolder> read(Path folder) {
    LabelTable labels = new LabelTable(folder);
    List<String> lines = labels.lines();
    for (int i = 1; i < lines.size(); i++) {
      labels.add(lines.get(i), i + 1);
    }
    return labels.classes.entrySet().stream()
        .map(it -> new ClassFolder(it.getKey(), List.copyOf(it.getValue()), List.of(), List.of()))
        .toList();
  }

  private List<String> lines() {
    try {
      List<String> lines = Files.readAllLines(table);
      if (lines.isEmpty() || !lines.get(0).strip().equals(HEADER)) {
        throw new ImageException(
            table
                + " begins with '"
                + (lines.isEmpty() ? "" : lines.get(0))
                + "'; its first line is '"
                + HEADER
                + "'.");
      }
      return lines;
    } catch (IOException e) {
      throw new ImageException(table + " cannot be read: " + IoProblem.describe(e) + ".", e);
    }
  }

  private void add(String line, int number) {
    if (line.isBlank()) {
      return;
    }
    int comma = line.lastIndexOf(',');
    String label = line.substring(comma + 1).strip();
    if (comma < 1 || label.isEmpty()) {
      throw wrong(number, "'" + line + "' is no picture, comma and label");
    }
    Path picture = picture(line.substring(0, comma).strip(), number);
    if (!seen.add(picture)) {
      throw wrong(number, picture + " has a label already");
    }
    classes.computeIfAbsent(label, name -> new ArrayList<>()).add(picture);
  }

  private Path picture(String name, int number) {
    try {
      Path picture = folder.resolve(name).normalize();
      if (!picture.startsWith(folder.normalize())) {
        throw wrong(number, name + " is outside the folder");
      }
      if (!Files.isRegularFile(picture)) {
        throw wrong(number, picture + " does not exist");
      }
      if (PictureFormat.ofName(picture).isEmpty()) {
        throw wrong(number, picture + " is by its name no picture");
      }
      return picture;
    } catch (InvalidPathException e) {
      throw new ImageException(
          table + ", line " + number + ": " + name + " is no name of a file.", e);
    }
  }

  private ImageException wrong(int line, String reason) {
    return new ImageException(table + ", line " + line + ": " + reason + ".");
  }
}
