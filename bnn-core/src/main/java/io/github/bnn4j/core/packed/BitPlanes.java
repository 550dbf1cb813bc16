// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.packed;

import io.github.bnn4j.core.kernel.Kernel;
import java.util.Arrays;

/**
 * A copy of an image of bits with a border of zeros, one plane a word of a pixel, so that the
 * pixels of a row are neighbours: {@code [word][row][column]}.
 */
final class BitPlanes {

  private final Value input;
  private final int padding;
  private final int width;
  private final int height;

  BitPlanes(Value input, int padding) {
    this.input = input;
    this.padding = padding;
    this.width = input.shape().width() + 2 * padding;
    this.height = input.shape().height() + 2 * padding;
  }

  /** Returns the ints of a row. */
  int width() {
    return width;
  }

  int planeSize() {
    return width * height;
  }

  int size() {
    long size = (long) planeSize() * input.tiles();
    Require.that(
        size <= 4L * ValueShape.MAX_ELEMENTS, "A padded image needs too much memory: %d.", size);
    return (int) size;
  }

  void fill(int[] bits, int[] planes) {
    Arrays.fill(planes, 0, size(), 0);
    int pixel = 0;
    for (int y = 0; y < input.shape().height(); y++) {
      int row = (y + padding) * width + padding;
      for (int x = 0; x < input.shape().width(); x++, pixel++) {
        int from = input.bitsOf(pixel);
        int to = row + x;
        for (int tile = 0; tile < input.tiles(); tile++) {
          planes[to] = bits[from];
          from += Kernel.BLOCK;
          to += planeSize();
        }
      }
    }
  }
}
