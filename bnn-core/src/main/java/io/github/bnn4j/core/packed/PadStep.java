// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.packed;

import java.util.Arrays;

/** Copies a value in single precision to a padded image whose channels are in order. */
final class PadStep implements Step {

  private final Value input;
  private final int padding;
  private final int size;

  PadStep(Value input, int padding) {
    this.input = input;
    this.padding = padding;
    long numbers =
        (long) (input.shape().height() + 2 * padding)
            * (input.shape().width() + 2 * padding)
            * input.shape().channels();
    Require.that(numbers <= 4L * ValueShape.MAX_ELEMENTS, "A padded image needs too much memory.");
    this.size = (int) numbers;
  }

  /** Returns the numbers of the padded image. */
  int size() {
    return size;
  }

  @Override
  public void run(Buffers buffers) {
    float[] from = buffers.floats[input.slot()];
    float[] to = buffers.floats[BufferSizes.PADDED];
    int height = input.shape().height();
    int width = input.shape().width();
    int channels = input.shape().channels();
    Arrays.fill(to, 0, size, 0);
    for (int y = 0; y < height; y++) {
      int row = ((y + padding) * (width + 2 * padding) + padding) * channels;
      for (int x = 0; x < width; x++) {
        for (int c = 0; c < channels; c++) {
          to[row + x * channels + c] = from[(y * width + x) * input.lanes() + input.laneOf()[c]];
        }
      }
    }
  }
}
