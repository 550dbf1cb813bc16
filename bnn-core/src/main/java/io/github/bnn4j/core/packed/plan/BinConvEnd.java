// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.packed.plan;

import io.github.bnn4j.core.kernel.BinaryFilters;
import io.github.bnn4j.core.kernel.Kernel;
import io.github.bnn4j.core.kernel.StreamEnd;

/** What becomes of the counts of a binary convolution, strip by strip. */
sealed interface BinConvEnd {

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
      buffers.kernel.sum(
          windows,
          at,
          stride,
          blocks,
          filters,
          bases,
          buffers.rows,
          buffers.ints[output.buffer()],
          firstPixel * output.lanes());
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
      buffers.kernel.threshold(
          windows,
          at,
          stride,
          blocks,
          filters,
          limits,
          buffers.rows,
          flips,
          buffers.ints[output.buffer()],
          firstPixel * output.tiles());
    }
  }

  /**
   * A stream of numbers: the sums, normalised, and a shortcut; and the bits of a threshold of the
   * stream.
   *
   * @param shortcut with the lanes of the output, which may lie in its place
   */
  record Stream(
      BinaryFilters filters,
      int[] bases,
      StreamEnd lanes,
      Value shortcut,
      Value output,
      StreamSigns signs)
      implements BinConvEnd {

    @Override
    public void finish(
        int[] windows, int at, int stride, int firstPixel, int blocks, Buffers buffers) {
      float[] from = buffers.floats[shortcut.buffer()];
      float[] stream = buffers.floats[output.buffer()];
      int first = firstPixel * output.lanes();
      if (stream != from) {
        System.arraycopy(from, first, stream, first, blocks * Kernel.BLOCK * output.lanes());
      }
      signs.locate(firstPixel, blocks, buffers);
      buffers.kernel.stream(
          windows,
          at,
          stride,
          blocks,
          filters,
          bases,
          buffers.rows,
          lanes,
          stream,
          first,
          buffers.ints[signs.output().buffer()],
          buffers.bitStarts,
          signs.output().tileStep());
    }
  }
}
