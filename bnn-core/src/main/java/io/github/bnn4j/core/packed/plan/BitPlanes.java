// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.packed.plan;

import io.github.bnn4j.core.kernel.Kernel;
import io.github.bnn4j.core.shape.Window;
import java.util.Arrays;

/**
 * A copy of an image of bits with a border of zeros, one plane a word of a pixel, so that the
 * pixels of a row are neighbours: {@code [word][row][column]}.
 */
final class BitPlanes {

  private final Value input;
  private final Value planes;

  /** Plans the copy of an image, unless it lies in planes already. */
  BitPlanes(Value input, Window window) {
    this.input = input;
    this.planes = input.liesInPlanes() ? input : input.inPlanesFor(window);
  }

  /** Returns the ints of a row. */
  int width() {
    return planes.rowSize();
  }

  int planeSize() {
    return planes.tileStep();
  }

  void need(BufferSizes sizes) {
    if (!input.liesInPlanes()) {
      sizes.needPlanes(planes.size());
    }
  }

  /** Returns the array of the planes, after filling it if need be. */
  int[] fill(Buffers buffers) {
    int[] bits = buffers.ints[input.buffer()];
    if (input.liesInPlanes()) {
      return bits;
    }
    int[] copy = buffers.planes;
    Arrays.fill(copy, 0, planes.size(), 0);
    int width = input.shape().width();
    int tiles = input.tiles();
    int plane = planeSize();
    for (int pixel = 0; pixel < input.shape().pixels(); pixel += width) {
      int row = planes.bitsOf(pixel);
      for (int x = 0; x < width; x++) {
        int from = (pixel + x) / Kernel.BLOCK * tiles * Kernel.BLOCK + (pixel + x) % Kernel.BLOCK;
        int to = row + x;
        for (int tile = 0; tile < tiles; tile++) {
          copy[to] = bits[from];
          from += Kernel.BLOCK;
          to += plane;
        }
      }
    }
    return copy;
  }
}
