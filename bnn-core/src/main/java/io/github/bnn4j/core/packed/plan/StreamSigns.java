// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.packed.plan;

import io.github.bnn4j.core.kernel.FloatFilters;
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
 * @param starts where the bits of each block start
 */
record StreamSigns(Value output, float[] thresholds, int[] inversions, int[] starts) {

  /** Returns the signs that a layer makes. */
  static StreamSigns of(FloatThreshold layer, Value output) {
    return new StreamSigns(
        output,
        output.toLanes(layer.threshold(), Float.NaN),
        output.toWords(layer.flip(), true),
        output.bitStarts());
  }

  /** Returns signs that nobody reads. */
  static StreamSigns unread(Value output) {
    float[] never = new float[output.lanes()];
    Arrays.fill(never, Float.NaN);
    return new StreamSigns(output, never, new int[output.tiles()], output.bitStarts());
  }

  /** Writes where the bits of the blocks of a strip start. */
  void locate(int firstPixel, int blocks, Buffers buffers) {
    System.arraycopy(starts, firstPixel / Kernel.BLOCK, buffers.bitStarts, 0, blocks);
  }

  /** Convolves some blocks, whose windows have been located, and compares the numbers. */
  void begin(
      FloatFilters filters,
      AffineLanes affine,
      float[] image,
      float[] numbers,
      int firstPixel,
      int blocks,
      Buffers buffers) {
    locate(firstPixel, blocks, buffers);
    buffers.kernel.stream(
        image,
        buffers.starts,
        blocks,
        filters,
        affine.scale(),
        affine.shift(),
        thresholds,
        inversions,
        numbers,
        firstPixel * output.lanes(),
        buffers.ints[output.buffer()],
        buffers.bitStarts,
        output.tileStep());
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
