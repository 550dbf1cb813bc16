// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.packed.plan;

import io.github.bnn4j.core.packed.layer.ValueShape;
import io.github.bnn4j.core.shape.Window;
import java.util.Arrays;

/**
 * Where the windows of the pixels of an output start in a padded image, row by row.
 *
 * @param width the pixels of a row of the output
 * @param pixels all its pixels
 * @param down how far the windows of a row start behind those of the row before
 * @param right how far a window starts behind the one before
 */
record WindowStarts(int width, int pixels, int down, int right) {

  /**
   * Returns where windows start.
   *
   * @param input the image without its padding
   * @param rowStep how far a row of the padded image starts behind the one before
   * @param pixelStep how far a pixel does
   */
  static WindowStarts of(Window window, ValueShape input, int rowStep, int pixelStep) {
    int width = window.columns().outputSize(input.width());
    return new WindowStarts(
        width,
        width * window.rows().outputSize(input.height()),
        window.rows().stride() * rowStep,
        window.columns().stride() * pixelStep);
  }

  /** Writes where the windows of a strip of pixels start; 0 for pixels behind the last. */
  void locate(int[] starts, int firstPixel, int count) {
    int exist = Math.min(count, pixels - firstPixel);
    int row = firstPixel / width;
    int column = firstPixel % width;
    for (int at = 0; at < exist; row++, column = 0) {
      int end = Math.min(exist, at + width - column);
      count(starts, at, end, row * down + column * right, right);
      at = end;
    }
    Arrays.fill(starts, exist, count, 0);
  }

  private static void count(int[] starts, int from, int to, int first, int step) {
    for (int i = from; i < to; i++) {
      starts[i] = first + (i - from) * step;
    }
  }
}
