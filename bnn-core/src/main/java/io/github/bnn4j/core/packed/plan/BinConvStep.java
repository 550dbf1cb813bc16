// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.packed.plan;

import io.github.bnn4j.core.kernel.BinaryFilters;
import io.github.bnn4j.core.kernel.Kernel;
import io.github.bnn4j.core.packed.layer.ValueKind;

/**
 * A binary convolution: strip by strip, lays out the windows and has the kernel count and finish
 * them, either to exact sums or, with flips, straight to the bits of a threshold.
 */
final class BinConvStep implements Step {

  private final BinWindows windows;
  private final BinaryFilters filters;
  private final Borders borders;
  private final Value output;
  private final int[] table;
  private final int[] flips;

  private BinConvStep(
      BinWindows windows, BinTables tables, Value output, int[] table, int[] flips) {
    this.windows = windows;
    this.filters = tables.filters(windows);
    this.borders = tables.borders();
    this.output = output;
    this.table = table;
    this.flips = flips;
  }

  /** Makes the step that leaves sums. */
  static BinConvStep toSums(BinWindows windows, BinTables tables, Value output) {
    return new BinConvStep(windows, tables, output, tables.bases(), new int[0]);
  }

  /** Makes the step that leaves the bits of a threshold. */
  static BinConvStep toBits(
      BinWindows windows, BinTables tables, Value output, int[] thresholds, int[] flips) {
    return new BinConvStep(windows, tables, output, tables.limits(thresholds), flips);
  }

  @Override
  public void run(Buffers buffers) {
    windows.prepare(buffers);
    int strip = windows.blocksPerStrip();
    for (int block = 0; block < output.blocks(); block += strip) {
      runStrip(buffers, block * Kernel.BLOCK, Math.min(strip, output.blocks() - block));
    }
  }

  private void runStrip(Buffers buffers, int firstPixel, int blocks) {
    int[] laidOut = windows.windows(buffers, firstPixel, blocks);
    int at = windows.start(firstPixel);
    int[] rows = buffers.rows;
    borders.locate(rows, firstPixel, blocks * Kernel.BLOCK, output.lanes());
    int[] out = buffers.ints[output.buffer()];
    if (output.shape().kind() == ValueKind.BITS) {
      int to = firstPixel * output.tiles();
      buffers.kernel.threshold(
          laidOut, at, windows.stride(), blocks, filters, table, rows, flips, out, to);
    } else {
      int to = firstPixel * output.lanes();
      buffers.kernel.sum(laidOut, at, windows.stride(), blocks, filters, table, rows, out, to);
    }
  }
}
