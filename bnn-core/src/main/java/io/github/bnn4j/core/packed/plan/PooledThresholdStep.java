// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.packed.plan;

import io.github.bnn4j.core.packed.layer.AvgPoolThreshold;
import io.github.bnn4j.core.shape.Window;

/** Rectifier, average pool and threshold, from sums to bits. */
final class PooledThresholdStep implements Step {

  private final Window window;
  private final Value input;
  private final Value output;
  private final int[] cuts;
  private final int[] limits;
  private final int[] inversions;

  PooledThresholdStep(AvgPoolThreshold layer, Value input, Value output) {
    this.window = layer.window();
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
    sizes.needTaps(window.taps());
  }

  @Override
  public void run(Buffers buffers) {
    int width = output.shape().width();
    for (int pixel = 0; pixel < output.shape().pixels(); pixel++) {
      int taps = locateTaps(buffers.taps, pixel / width, pixel % width);
      buffers.kernel.pooledThreshold(
          buffers.ints[input.buffer()],
          buffers.taps,
          taps,
          cuts,
          limits,
          inversions,
          buffers.ints[output.buffer()],
          output.bitsOf(pixel));
    }
  }

  private int locateTaps(int[] taps, int row, int column) {
    int top = row * window.stride() - window.padding();
    int left = column * window.stride() - window.padding();
    int bottom = Math.min(top + window.kernel(), input.shape().height());
    int right = Math.min(left + window.kernel(), input.shape().width());
    int count = 0;
    for (int y = Math.max(top, 0); y < bottom; y++) {
      for (int x = Math.max(left, 0); x < right; x++) {
        taps[count++] = (y * input.shape().width() + x) * input.lanes();
      }
    }
    return count;
  }
}
