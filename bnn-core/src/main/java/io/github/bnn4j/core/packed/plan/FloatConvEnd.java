// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.packed.plan;

import io.github.bnn4j.core.kernel.FloatFilters;
import io.github.bnn4j.core.kernel.Kernel;
import java.util.List;
import java.util.Optional;

/** What becomes of the windows of a convolution in single precision, strip by strip. */
sealed interface FloatConvEnd {

  /** Returns the filters. */
  FloatFilters filters();

  /** Returns what it writes beside its output. */
  default List<Value> besides() {
    return List.of();
  }

  /**
   * Convolves and finishes a strip, whose windows have been located.
   *
   * @param image the padded image
   * @param firstPixel the first pixel of the strip
   * @param blocks the number of blocks
   */
  void finish(float[] image, int firstPixel, int blocks, Buffers buffers);

  /** The bits of a threshold of the sums. */
  record Bits(FloatFilters filters, StreamSigns signs) implements FloatConvEnd {

    @Override
    public void finish(float[] image, int firstPixel, int blocks, Buffers buffers) {
      Value output = signs.output();
      buffers.kernel.threshold(
          image,
          buffers.starts,
          blocks,
          filters,
          signs.thresholds(),
          signs.inversions(),
          buffers.ints[output.buffer()],
          firstPixel * output.tiles());
    }
  }

  /**
   * Numbers: the sums, scaled and shifted; and the bits of a threshold of the numbers, if anything
   * reads them.
   */
  record Numbers(
      FloatFilters filters, Value output, AffineLanes affine, Optional<StreamSigns> signs)
      implements FloatConvEnd {

    private static void rectify(float[] numbers, int at, int count) {
      for (int i = at; i < at + count; i++) {
        numbers[i] = numbers[i] > 0 ? numbers[i] : 0;
      }
    }

    @Override
    public List<Value> besides() {
      return signs.map(StreamSigns::output).map(List::of).orElse(List.of());
    }

    @Override
    public void finish(float[] image, int firstPixel, int blocks, Buffers buffers) {
      float[] numbers = buffers.floats[output.buffer()];
      int at = firstPixel * output.lanes();
      if (signs.isPresent() && !affine.rectify()) {
        signs.get().begin(filters, affine, image, numbers, firstPixel, blocks, buffers);
        return;
      }
      buffers.kernel.sum(
          image, buffers.starts, blocks, filters, affine.scale(), affine.shift(), numbers, at);
      if (affine.rectify()) {
        rectify(numbers, at, blocks * Kernel.BLOCK * output.lanes());
      }
      if (signs.isPresent()) {
        signs.get().threshold(numbers, firstPixel, blocks, buffers);
      }
    }
  }
}
