// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.zoo.train;

import io.github.bnn4j.core.file.AtomicFile;
import io.github.bnn4j.core.file.IoProblem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The file {@code history.csv} of a training: a header and a row for each epoch. Not thread-safe.
 */
public final class HistoryFile {
  private final Path file;
  private final List<HistoryRow> rows = new ArrayList<>();

  private HistoryFile(Path file) {
    this.file = file;
  }

  /**
   * Opens the history of a training that has done some epochs; rows of later epochs, which a
   * training wrote that was stopped before it could save them, are dropped.
   *
   * @param file the file; an empty history if there is none
   * @param epochsDone the last epoch to keep
   * @return the history, written without what was dropped
   * @throws UncheckedIOException if the file cannot be read or written
   */
  public static HistoryFile open(Path file, int epochsDone) {
    HistoryFile history = new HistoryFile(file);
    history.restart(epochsDone);
    return history;
  }

  /**
   * Reads the epochs of a file, none if there is no file; a line that was cut short is left out.
   *
   * @param file the file
   * @return its rows
   * @throws IOException if the file cannot be read
   */
  public static List<HistoryRow> read(Path file) throws IOException {
    List<String> lines = Files.exists(file) ? Files.readAllLines(file) : List.of();
    return lines.stream().map(HistoryRow::parse).flatMap(Optional::stream).toList();
  }

  /**
   * Writes a file, whole or not at all.
   *
   * @param file the file
   * @param rows its epochs
   * @throws IOException if it cannot be written
   */
  public static void write(Path file, List<HistoryRow> rows) throws IOException {
    StringBuilder text = new StringBuilder(HistoryRow.HEADER).append(System.lineSeparator());
    rows.forEach(row -> text.append(row.line()).append(System.lineSeparator()));
    AtomicFile.write(file, text.toString().getBytes(StandardCharsets.UTF_8));
  }

  private void restart(int epochsDone) {
    try {
      read(file).stream().filter(row -> row.epoch() <= epochsDone).forEach(rows::add);
      write(file, rows);
    } catch (IOException e) {
      throw IoProblem.unchecked("The history " + file + " could not be opened", e);
    }
  }

  /**
   * Appends an epoch.
   *
   * @param row the epoch
   * @throws UncheckedIOException if the file cannot be written
   */
  public void append(HistoryRow row) {
    try {
      rows.add(row);
      write(file, rows);
    } catch (IOException e) {
      throw IoProblem.unchecked("The history " + file + " could not be written", e);
    }
  }

  /** {@return the epochs so far} */
  public List<HistoryRow> rows() {
    return List.copyOf(rows);
  }
}
