// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.packed;

import io.github.bnn4j.core.kernel.Kernel;

/**
 * The memory one session runs in: the buffers of the values, and of the strips of a convolution.
 */
final class Buffers {

  final float[][] floats;
  final int[][] ints;

  /** The windows of a strip. */
  final int[] windows;

  /** Where the taps of the windows of a strip lie. */
  final int[] taps;

  /** One number a pixel of a strip. */
  final int[] pixels = new int[Strip.MAX_BLOCKS * Kernel.BLOCK];

  Kernel kernel = Kernel.create();

  Buffers(BufferSizes sizes) {
    floats = sizes.newFloats();
    ints = sizes.newInts();
    windows = new int[sizes.windows()];
    taps = new int[sizes.taps()];
  }
}
