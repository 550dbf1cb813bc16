// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.packed.plan;

import io.github.bnn4j.core.shape.Window;

/** Where the taps of each window of a pool lie; those outside the image are left out. */
final class PoolTaps {

  private final Window window;
  private final Value input;
  private final int outWidth;

  PoolTaps(Window window, Value input) {
    this.window = window;
    this.input = input;
    this.outWidth = window.columns().outputSize(input.shape().width());
  }

  void need(BufferSizes sizes) {
    sizes.needTaps(window.taps());
  }

  /**
   * Writes where the pixels of the taps of a window start.
   *
   * @param pixel the pixel of the output
   * @return the number of taps
   */
  int locate(int[] taps, int pixel) {
    int top = window.rows().start(pixel / outWidth);
    int left = window.columns().start(pixel % outWidth);
    int bottom = Math.min(top + window.rows().kernel(), input.shape().height());
    int right = Math.min(left + window.columns().kernel(), input.shape().width());
    int count = 0;
    for (int y = Math.max(top, 0); y < bottom; y++) {
      for (int x = Math.max(left, 0); x < right; x++) {
        taps[count++] = (y * input.shape().width() + x) * input.lanes();
      }
    }
    return count;
  }
}
