// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.packed.plan;

import io.github.bnn4j.core.kernel.Kernel;
import io.github.bnn4j.core.shape.Window;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * A max-pool after its threshold: the largest sum of a window reaches the threshold where any does,
 * so with bit 1 for "does not reach" a window is the AND of its words. The flips come after.
 *
 * <p>The rows of a window are combined first, for all columns at once, then its columns. Where rows
 * are whole blocks that is one loop over neighbours.
 */
final class BitMaxPoolStep implements Step {

  private final Window window;
  private final Value input;
  private final Value output;
  private final int[] flips;
  private final int rowSize;

  /** Where the bits of each column of a row lie. */
  private final int[] columns;

  BitMaxPoolStep(Window window, Value input, Value output, int[] flips) {
    this.window = window;
    this.input = input;
    this.output = output;
    this.flips = flips;
    this.rowSize = Value.roundUp(input.shape().width(), Kernel.BLOCK) * input.tiles();
    this.columns = IntStream.range(0, input.shape().width()).map(input::bitsOf).toArray();
  }

  void need(BufferSizes sizes) {
    sizes.needPlanes(rowSize);
  }

  @Override
  public void run(Buffers buffers) {
    int[] in = buffers.ints[input.buffer()];
    int[] out = buffers.ints[output.buffer()];
    int[] row = buffers.planes;
    int width = output.shape().width();
    for (int y = 0; y < output.shape().height(); y++) {
      combineRows(in, window.rows().start(y), row);
      for (int x = 0; x < width; x++) {
        combineColumns(row, window.columns().start(x), out, output.bitsOf(y * width + x));
      }
    }
  }

  private void combineRows(int[] in, int top, int[] row) {
    int bottom = Math.min(top + window.rows().kernel(), input.shape().height());
    Arrays.fill(row, 0, rowSize, -1);
    for (int y = Math.max(top, 0); y < bottom; y++) {
      if (input.shape().width() % Kernel.BLOCK == 0) {
        for (int i = 0; i < rowSize; i++) {
          row[i] &= in[y * rowSize + i];
        }
      } else {
        combineScattered(in, y, row);
      }
    }
  }

  private void combineScattered(int[] in, int y, int[] row) {
    int width = input.shape().width();
    for (int x = 0; x < width; x++) {
      int from = input.bitsOf(y * width + x);
      int to = input.bitsOf(x);
      for (int tile = 0; tile < flips.length * Kernel.BLOCK; tile += Kernel.BLOCK) {
        row[to + tile] &= in[from + tile];
      }
    }
  }

  private void combineColumns(int[] row, int left, int[] out, int to) {
    int first = Math.max(left, 0);
    int end = Math.min(left + window.columns().kernel(), input.shape().width());
    for (int tile = 0; tile < flips.length; tile++) {
      int word = -1;
      for (int x = first; x < end; x++) {
        word &= row[columns[x] + tile * Kernel.BLOCK];
      }
      out[to + tile * Kernel.BLOCK] = word ^ flips[tile];
    }
  }
}
