// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.zoo.train;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/**
 * The file {@code history.csv} of a training: a header and a row for each epoch. Not thread-safe.
 */
public final class HistoryFile {
  private static final EpochRows.Format<HistoryRow> FORMAT =
      new EpochRows.Format<>(
          HistoryRow.HEADER, HistoryRow::parse, HistoryRow::line, HistoryRow::epoch);

  private final EpochRows<HistoryRow> rows;

  private HistoryFile(EpochRows<HistoryRow> rows) {
    this.rows = rows;
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
    return new HistoryFile(EpochRows.open(file, FORMAT, epochsDone));
  }

  /**
   * Reads the epochs of a file, none if there is no file; a line that was cut short is left out.
   *
   * @param file the file
   * @return its rows
   * @throws IOException if the file cannot be read
   */
  public static List<HistoryRow> read(Path file) throws IOException {
    return FORMAT.read(file);
  }

  /**
   * Writes a file, whole or not at all.
   *
   * @param file the file
   * @param rows its epochs
   * @throws IOException if it cannot be written
   */
  public static void write(Path file, List<HistoryRow> rows) throws IOException {
    FORMAT.write(file, rows);
  }

  /**
   * Appends an epoch.
   *
   * @param row the epoch
   * @throws UncheckedIOException if the file cannot be written
   */
  public void append(HistoryRow row) {
    rows.append(List.of(row));
  }

  /** {@return the epochs so far} */
  public List<HistoryRow> rows() {
    return rows.rows();
  }
}
