// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.packed.plan;

import io.github.bnn4j.core.check.Require;
import io.github.bnn4j.core.kernel.Kernel;
import io.github.bnn4j.core.packed.layer.ValueShape;
import io.github.bnn4j.core.shape.Window;
import java.util.Arrays;

/**
 * A copy of an image of bits with a border of zeros, one plane a word of a pixel, so that the
 * pixels of a row are neighbours: {@code [word][row][column]}.
 */
final class BitPlanes {

  private final Value input;
  private final Window window;
  private final int width;
  private final int size;

  BitPlanes(Value input, Window window) {
    this.input = input;
    this.window = window;
    this.width = window.columns().padded(input.shape().width());
    int height = window.rows().padded(input.shape().height());
    long ints = (long) width * height * input.tiles();
    Require.that(
        ints <= 4L * ValueShape.MAX_ELEMENTS, "A padded image needs too much memory: %d.", ints);
    this.size = (int) ints;
  }

  /** Returns the ints of a row. */
  int width() {
    return width;
  }

  int planeSize() {
    return size / input.tiles();
  }

  int size() {
    return size;
  }

  void fill(int[] bits, int[] planes) {
    Arrays.fill(planes, 0, size, 0);
    int plane = planeSize();
    int pixel = 0;
    for (int y = 0; y < input.shape().height(); y++) {
      int row = (y + window.rows().before()) * width + window.columns().before();
      for (int x = 0; x < input.shape().width(); x++, pixel++) {
        int from = input.bitsOf(pixel);
        int to = row + x;
        for (int tile = 0; tile < input.tiles(); tile++) {
          planes[to] = bits[from];
          from += Kernel.BLOCK;
          to += plane;
        }
      }
    }
  }
}
