// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.report;

import io.github.bnn4j.core.file.AtomicFile;
import io.github.bnn4j.examples.io.IoProblem;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.internal.chartpart.IChart;

/** Writes charts as pictures. */
final class Png {
  private Png() {}

  /**
   * Writes charts below each other.
   *
   * @throws UncheckedIOException if the file cannot be written
   */
  static void write(Path file, List<? extends IChart> charts) {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      BitmapEncoder.saveBitmap(charts, charts.size(), 1, bytes, BitmapEncoder.BitmapFormat.PNG);
      AtomicFile.write(file, bytes.toByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(
          "The chart " + file + " could not be written: " + IoProblem.describe(e) + ".", e);
    }
  }
}
