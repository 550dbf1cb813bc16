// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.packed.plan;

import io.github.bnn4j.core.kernel.Kernel;
import io.github.bnn4j.core.packed.layer.FloatThreshold;
import io.github.bnn4j.core.packed.layer.IntThreshold;

/** A threshold that no convolution or pool before it could take in, from numbers to bits. */
abstract class ThresholdStep implements Step {

  final Value input;
  private final Value output;
  private final int[] inversions;

  ThresholdStep(Value input, Value output, int[] inversions) {
    this.input = input;
    this.output = output;
    this.inversions = inversions;
  }

  @Override
  public void run(Buffers buffers) {
    int[] out = buffers.ints[output.buffer()];
    for (int pixel = 0; pixel < input.shape().pixels(); pixel++) {
      for (int tile = 0; tile < inversions.length; tile++) {
        int first = tile * Kernel.TILE;
        int word = 0;
        for (int lane = first; lane < Math.min(first + Kernel.TILE, input.lanes()); lane++) {
          if (reaches(buffers, pixel * input.lanes(), lane)) {
            word |= 1 << lane;
          }
        }
        out[output.bitsOf(pixel) + tile * Kernel.BLOCK] = word ^ inversions[tile];
      }
    }
  }

  abstract boolean reaches(Buffers buffers, int from, int lane);

  /** A threshold of exact sums. */
  static final class OfInts extends ThresholdStep {

    private final int[] thresholds;
    private final boolean[] used;

    OfInts(IntThreshold layer, Value input, Value output) {
      super(input, output, output.toWords(layer.flip(), true));
      this.thresholds = input.toLanes(layer.threshold(), 0);
      this.used = new boolean[input.lanes()];
      for (int lane : input.laneOf()) {
        used[lane] = true;
      }
    }

    @Override
    boolean reaches(Buffers buffers, int from, int lane) {
      return used[lane] && buffers.ints[input.buffer()][from + lane] >= thresholds[lane];
    }
  }

  /** A threshold of numbers that lie in whole tiles. */
  record OfTiles(StreamSigns signs, Value input) implements Step {

    @Override
    public void run(Buffers buffers) {
      float[] numbers = buffers.floats[input.buffer()];
      for (int block = 0; block < input.blocks(); block += Strip.MAX_BLOCKS) {
        int blocks = Math.min(Strip.MAX_BLOCKS, input.blocks() - block);
        signs.threshold(numbers, block * Kernel.BLOCK, blocks, buffers);
      }
    }
  }

  /** A threshold of numbers in single precision, whatever their lanes. */
  static final class OfFloats extends ThresholdStep {

    private final float[] thresholds;

    OfFloats(FloatThreshold layer, Value input, Value output) {
      super(input, output, output.toWords(layer.flip(), true));
      this.thresholds = input.toLanes(layer.threshold(), Float.NaN);
    }

    @Override
    boolean reaches(Buffers buffers, int from, int lane) {
      return buffers.floats[input.buffer()][from + lane] >= thresholds[lane];
    }
  }
}
