// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.packed;

import io.github.bnn4j.core.kernel.Kernel;

/**
 * A max-pool after its threshold: the largest sum of a window reaches the threshold where any does,
 * so with bit 1 for "does not reach" a window is the AND of its words. The flips come after.
 */
final class BitMaxPoolStep implements Step {

  private final Window window;
  private final Value input;
  private final Value output;
  private final int[] flips;

  BitMaxPoolStep(Window window, Value input, Value output, int[] flips) {
    this.window = window;
    this.input = input;
    this.output = output;
    this.flips = flips;
  }

  @Override
  public void run(Buffers buffers) {
    int[] in = buffers.ints[input.slot()];
    int[] out = buffers.ints[output.slot()];
    int width = output.shape().width();
    for (int pixel = 0; pixel < output.shape().pixels(); pixel++) {
      int top = pixel / width * window.stride() - window.padding();
      int left = pixel % width * window.stride() - window.padding();
      pool(in, top, left, out, output.bitsOf(pixel));
    }
  }

  private void pool(int[] in, int top, int left, int[] out, int to) {
    int bottom = Math.min(top + window.kernel(), input.shape().height());
    int right = Math.min(left + window.kernel(), input.shape().width());
    int end = to + flips.length * Kernel.BLOCK;
    for (int at = to; at < end; at += Kernel.BLOCK) {
      out[at] = -1;
    }
    for (int y = Math.max(top, 0); y < bottom; y++) {
      for (int x = Math.max(left, 0); x < right; x++) {
        int from = input.bitsOf(y * input.shape().width() + x) - to;
        for (int at = to; at < end; at += Kernel.BLOCK) {
          out[at] &= in[from + at];
        }
      }
    }
    for (int tile = 0; tile < flips.length; tile++) {
      out[to + tile * Kernel.BLOCK] ^= flips[tile];
    }
  }
}
