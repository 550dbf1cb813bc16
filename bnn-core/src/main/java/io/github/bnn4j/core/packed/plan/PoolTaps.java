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

  /** Returns how far the taps of a window start behind those of the one before it in a row. */
  int step() {
    return window.columns().stride() * input.lanes();
  }

  /** Returns how many pixels of a row, from one on, have the same taps but for that step. */
  int alike(int pixel) {
    int x = pixel % outWidth;
    int kernel = window.columns().kernel();
    int room = input.shape().width() - kernel - window.columns().start(x);
    return window.columns().start(x) < 0 || room < 0
        ? 1
        : Math.min(outWidth - x, 1 + room / window.columns().stride());
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
