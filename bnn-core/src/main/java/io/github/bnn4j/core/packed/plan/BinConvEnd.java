// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.packed.plan;

import io.github.bnn4j.core.kernel.BinaryFilters;
import io.github.bnn4j.core.kernel.Kernel;
import io.github.bnn4j.core.kernel.StreamEnd;
import java.util.Optional;

/** What becomes of the counts of a binary convolution, while a strip of them is in the cache. */
sealed interface BinConvEnd {

  /** Returns the most blocks of a strip. */
  default int blocksPerStrip() {
    return Strip.MAX_BLOCKS;
  }

  /**
   * Finishes a strip, whose border classes have been located.
   *
   * @param windows its windows
   * @param at where they start
   * @param stride how far a block starts behind the one before
   * @param firstPixel the first pixel of the strip
   * @param blocks the number of blocks
   */
  void finish(int[] windows, int at, int stride, int firstPixel, int blocks, Buffers buffers);

  /**
   * Exact sums.
   *
   * @param bases the sum where no count disagrees, by border class and lane
   */
  record Sums(BinaryFilters filters, int[] bases, Value output) implements BinConvEnd {

    @Override
    public void finish(
        int[] windows, int at, int stride, int firstPixel, int blocks, Buffers buffers) {
      int[] out = buffers.ints[output.buffer()];
      int to = firstPixel * output.lanes();
      buffers.kernel.sum(windows, at, stride, blocks, filters, bases, buffers.rows, out, to);
    }
  }

  /**
   * The bits of a threshold of the sums.
   *
   * @param limits the largest count that reaches the threshold, by border class and lane
   */
  record Bits(BinaryFilters filters, int[] limits, int[] flips, Value output)
      implements BinConvEnd {

    @Override
    public void finish(
        int[] windows, int at, int stride, int firstPixel, int blocks, Buffers buffers) {
      int[] out = buffers.ints[output.buffer()];
      int to = firstPixel * output.tiles();
      buffers.kernel.threshold(
          windows, at, stride, blocks, filters, limits, buffers.rows, flips, out, to);
    }
  }

  /**
   * A stream of numbers: the sums, normalised, and a shortcut; and the bits of a threshold of the
   * stream, if one reads it.
   *
   * @param shortcut with the lanes of the output, which may lie in its place
   */
  record Stream(
      BinaryFilters filters,
      int[] bases,
      StreamEnd lanes,
      Value shortcut,
      Value output,
      Optional<StreamSigns> signs)
      implements BinConvEnd {

    @Override
    public int blocksPerStrip() {
      return Strip.blocks(output.lanes() * Kernel.BLOCK);
    }

    @Override
    public void finish(
        int[] windows, int at, int stride, int firstPixel, int blocks, Buffers buffers) {
      Kernel kernel = buffers.kernel;
      int[] sums = buffers.sums;
      kernel.sum(windows, at, stride, blocks, filters, bases, buffers.rows, sums, 0);
      float[] out = buffers.floats[output.buffer()];
      int from = firstPixel * output.lanes();
      int pixels = blocks * Kernel.BLOCK;
      kernel.stream(sums, pixels, lanes, buffers.floats[shortcut.buffer()], out, from);
      if (signs.isPresent()) {
        signs.get().threshold(out, firstPixel, blocks, buffers);
      }
    }
  }
}
