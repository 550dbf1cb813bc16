// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.images.folder;

import io.github.bnn4j.core.file.IoProblem;
import io.github.bnn4j.images.PictureException;
import io.github.bnn4j.images.PictureFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Reads the file {@value #NAME} beside pictures; {@link PictureFolder} says what is in it. */
final class LabelTable {
  private static final String NAME = "labels.csv";
  private static final String HEADER = "picture,label";
  private static final String BYTE_ORDER_MARK = "\ufeff";

  /** A cell in quotes has each of its own twice. Only the first may have commas without any. */
  private static final Pattern LINE =
      Pattern.compile(
          "(?:\"(?<quotedName>(?:[^\"]++|\"\")++)\"|(?<name>.+?)),"
              + "\\s*+(?:\"(?<quotedLabel>(?:[^\"]++|\"\")++)\"|(?<label>[^,]+))");

  private final Path folder;
  private final Path table;
  private final Set<Path> seen = new HashSet<>();
  private final Map<String, List<Path>> classes = new TreeMap<>();

  private LabelTable(Path folder) {
    this.folder = folder;
    this.table = in(folder);
  }

  /** Where the file is, if there is one. */
  static Path in(Path folder) {
    return folder.resolve(NAME);
  }

  /** Whether there is such a file in a folder. */
  static boolean isIn(Path folder) {
    return Files.isRegularFile(in(folder));
  }

  /**
   * Reads the classes, in the order of their names, without reading the pictures.
   *
   * @throws PictureException if the file cannot be read, a line is none, a picture is missing,
   *     named twice or outside the folder
   */
  static PictureFolder read(Path folder) {
    LabelTable labels = new LabelTable(folder);
    List<String> lines = labels.lines();
    for (int i = 1; i < lines.size(); i++) {
      labels.add(lines.get(i), i + 1);
    }
    return new PictureFolder(
        folder,
        labels.classes.entrySet().stream()
            .map(it -> new ClassFolder(it.getKey(), List.copyOf(it.getValue()), Optional.empty()))
            .toList(),
        labels.notUsed());
  }

  private List<String> lines() {
    try {
      List<String> lines = Files.readAllLines(table);
      String first = lines.isEmpty() ? "" : lines.get(0);
      if (!first.replace(BYTE_ORDER_MARK, "").strip().equals(HEADER)) {
        throw new PictureException(
            table + " begins with '" + first + "'; its first line is '" + HEADER + "'.");
      }
      return lines;
    } catch (CharacterCodingException e) {
      throw new PictureException(table + " cannot be read: it is no text in UTF-8.", e);
    } catch (IOException e) {
      throw new PictureException(table + " cannot be read: " + IoProblem.describe(e) + ".", e);
    }
  }

  private void add(String line, int number) {
    if (line.isBlank()) {
      return;
    }
    Matcher cells = LINE.matcher(line.strip());
    if (!cells.matches()) {
      throw wrong(number, "'" + line + "' is no picture, comma and label");
    }
    Path picture = picture(cell(cells, "quotedName", "name"), number);
    if (!seen.add(picture)) {
      throw wrong(number, picture + " has a label already");
    }
    classes
        .computeIfAbsent(cell(cells, "quotedLabel", "label"), name -> new ArrayList<>())
        .add(picture);
  }

  private static String cell(Matcher cells, String quoted, String plain) {
    String inQuotes = cells.group(quoted);
    return inQuotes == null ? cells.group(plain).strip() : inQuotes.replace("\"\"", "\"");
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
      throw wrong(
          number,
          name.chars().allMatch(c -> c > 0 && c < 128)
              ? name + " is no name of a file"
              : name + " is not ASCII, and " + IoProblem.encoding());
    }
  }

  private PictureException wrong(int line, String reason) {
    return new PictureException(table + ", line " + line + ": " + reason + ".");
  }

  /** The pictures that have no line, in words, if there are any. */
  private Optional<String> notUsed() {
    try (Stream<Path> files = Files.walk(folder)) {
      List<Path> unnamed =
          files
              .map(Path::normalize)
              .filter(file -> PictureFormat.ofName(file).isPresent() && Files.isRegularFile(file))
              .filter(file -> !seen.contains(file) && !isHidden(file))
              .sorted()
              .toList();
      return unnamed.isEmpty()
          ? Optional.empty()
          : Optional.of(Named.of(unnamed, "picture") + " without a line in " + NAME);
    } catch (IOException e) {
      throw unreadable(e);
    } catch (UncheckedIOException e) {
      throw unreadable(e.getCause());
    }
  }

  private boolean isHidden(Path file) {
    return StreamSupport.stream(folder.normalize().relativize(file).spliterator(), false)
        .anyMatch(part -> part.toString().startsWith("."));
  }

  private PictureException unreadable(IOException e) {
    return new PictureException(
        "The folder " + folder + " cannot be read: " + IoProblem.describe(e) + ".", e);
  }
}
