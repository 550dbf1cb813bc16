// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.packed.plan;

import io.github.bnn4j.core.packed.layer.FloatThreshold;

/** A threshold of numbers that lie in whole tiles, a strip of them at a time. */
final class StreamSigns {

  private final Value output;
  private final float[] thresholds;
  private final int[] inversions;

  /**
   * Plans the threshold.
   *
   * @param layer its numbers
   * @param input what is compared
   * @param output the bits, with the lanes of the input
   */
  StreamSigns(FloatThreshold layer, Value input, Value output) {
    this.output = output;
    this.thresholds = input.toLanes(layer.threshold(), Float.NaN);
    this.inversions = output.toWords(layer.flip(), true);
  }

  /** Compares the numbers of some blocks. */
  void threshold(float[] values, int firstPixel, int blocks, Buffers buffers) {
    buffers.kernel.threshold(
        values,
        firstPixel * output.lanes(),
        blocks,
        thresholds,
        inversions,
        buffers.ints[output.buffer()],
        firstPixel * output.tiles());
  }
}
