// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.packed.plan;

import io.github.bnn4j.core.kernel.Kernel;

/**
 * The memory one session runs in: the buffers of the values, and of the strips of a convolution.
 */
final class Buffers {

  final float[][] floats;
  final int[][] ints;

  /** The windows of a strip. */
  final int[] windows;

  /** The input of a binary convolution with a border. */
  final int[] planes;

  /** Where the taps of one window lie. */
  final int[] taps;

  /** Where the windows of a strip start. */
  final int[] starts = new int[Strip.MAX_BLOCKS * Kernel.BLOCK];

  /** Where the bits of the blocks of a strip start. */
  final int[] bitStarts = new int[Strip.MAX_BLOCKS];

  /** Which row of a table each pixel of a strip needs. */
  final int[] rows = new int[Strip.MAX_BLOCKS * Kernel.BLOCK];

  Kernel kernel = Kernel.create();

  Buffers(BufferSizes sizes) {
    this(sizes, sizes.newFloats(), sizes.newInts());
  }

  /** Shares the values of other buffers; all else is its own. */
  Buffers(BufferSizes sizes, Buffers other) {
    this(sizes, other.floats, other.ints);
  }

  private Buffers(BufferSizes sizes, float[][] floats, int[][] ints) {
    this.floats = floats;
    this.ints = ints;
    windows = new int[sizes.windows()];
    planes = new int[sizes.planes()];
    taps = new int[sizes.taps()];
  }
}
