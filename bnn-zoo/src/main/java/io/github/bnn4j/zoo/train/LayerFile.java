// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.zoo.train;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/**
 * The file {@code layers.csv} of a training: a header and a row for each epoch and layer, the
 * layers of an epoch one after the other. Not thread-safe.
 */
public final class LayerFile {
  private static final EpochRows.Format<LayerRow> FORMAT =
      new EpochRows.Format<>(LayerRow.HEADER, LayerRow::parse, LayerRow::line, LayerRow::epoch);

  private final EpochRows<LayerRow> rows;

  private LayerFile(EpochRows<LayerRow> rows) {
    this.rows = rows;
  }

  /**
   * Opens the file of a training that has done some epochs; rows of later epochs are dropped.
   *
   * @param file the file; it is begun if there is none, as of a training by an older version
   * @param epochsDone the last epoch to keep
   * @return the file, written without what was dropped
   * @throws UncheckedIOException if the file cannot be read or written
   */
  public static LayerFile open(Path file, int epochsDone) {
    return new LayerFile(EpochRows.open(file, FORMAT, epochsDone));
  }

  /**
   * Reads the rows of a file, none if there is no file; a line that was cut short is left out.
   *
   * @param file the file
   * @return its rows
   * @throws IOException if the file cannot be read
   */
  public static List<LayerRow> read(Path file) throws IOException {
    return FORMAT.read(file);
  }

  /**
   * Appends an epoch.
   *
   * @param layers its layers
   * @throws UncheckedIOException if the file cannot be written
   */
  public void append(List<LayerRow> layers) {
    rows.append(layers);
  }
}
