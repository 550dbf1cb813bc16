// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.packed.plan;

import io.github.bnn4j.core.packed.layer.AvgPoolThreshold;

/** Rectifier, average pool and threshold, from sums to bits. */
final class PooledThresholdStep implements Step {

  private final PoolTaps taps;
  private final Value input;
  private final Value output;
  private final int[] cuts;
  private final int[] limits;
  private final int[] inversions;

  PooledThresholdStep(AvgPoolThreshold layer, Value input, Value output) {
    this.taps = new PoolTaps(layer.window(), input);
    this.input = input;
    this.output = output;
    this.cuts = input.toLanes(layer.cut(), Integer.MAX_VALUE);
    this.limits = limits(layer, input);
    this.inversions = output.toWords(layer.flip(), true);
  }

  private static int[] limits(AvgPoolThreshold layer, Value input) {
    int counts = layer.window().taps() + 1;
    int[][] perChannel = layer.limit();
    int[] limits = new int[counts * input.lanes()];
    java.util.Arrays.fill(limits, Integer.MAX_VALUE);
    for (int c = 0; c < perChannel.length; c++) {
      for (int n = 0; n < counts; n++) {
        limits[n * input.lanes() + input.laneOf()[c]] = perChannel[c][n];
      }
    }
    return limits;
  }

  void need(BufferSizes sizes) {
    taps.need(sizes);
  }

  @Override
  public void run(Buffers buffers) {
    for (int pixel = 0; pixel < output.shape().pixels(); pixel++) {
      int count = taps.locate(buffers.taps, pixel);
      buffers.kernel.pooledThreshold(
          buffers.ints[input.buffer()],
          buffers.taps,
          count,
          cuts,
          limits,
          inversions,
          buffers.ints[output.buffer()],
          output.bitsOf(pixel));
    }
  }
}
