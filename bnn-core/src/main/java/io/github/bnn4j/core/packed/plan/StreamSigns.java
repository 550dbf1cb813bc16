// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.packed.plan;

import io.github.bnn4j.core.kernel.Kernel;
import io.github.bnn4j.core.packed.layer.FloatThreshold;
import java.util.Arrays;

/**
 * The signs of a threshold of numbers that lie in whole tiles, and where they go, a strip at a
 * time.
 *
 * @param output the bits, with the lanes of the numbers
 * @param thresholds the threshold of each lane
 * @param inversions the inversions of each tile
 */
record StreamSigns(Value output, float[] thresholds, int[] inversions) {

  /** Returns the signs that a layer makes. */
  static StreamSigns of(FloatThreshold layer, Value output) {
    return new StreamSigns(
        output, output.toLanes(layer.threshold(), Float.NaN), output.toWords(layer.flip(), true));
  }

  /** Returns signs that nobody reads. */
  static StreamSigns unread(Value output) {
    float[] never = new float[output.lanes()];
    Arrays.fill(never, Float.NaN);
    return new StreamSigns(output, never, new int[output.tiles()]);
  }

  /** Writes where the bits of the blocks of a strip start, and clears the border beside them. */
  void locate(int firstPixel, int blocks, Buffers buffers) {
    for (int block = 0; block < blocks; block++) {
      buffers.bitStarts[block] = output.bitsOf(firstPixel + block * Kernel.BLOCK);
    }
    if (output.liesInPlanes()) {
      output.clearBorder(buffers.ints[output.buffer()], firstPixel, blocks * Kernel.BLOCK);
    }
  }

  /** Compares the numbers of some blocks. */
  void threshold(float[] values, int firstPixel, int blocks, Buffers buffers) {
    locate(firstPixel, blocks, buffers);
    buffers.kernel.threshold(
        values,
        firstPixel * output.lanes(),
        blocks,
        thresholds,
        inversions,
        buffers.ints[output.buffer()],
        buffers.bitStarts,
        output.tileStep());
  }
}
