// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.kernel;

/**
 * The filters of a convolution in single precision in the order the kernels read them.
 *
 * @param weights {@code [group][tile of the group][number of the window][lane]}. Not copied
 * @param bias {@code [group][tile of the group][lane]}. Not copied
 * @param groups the number of groups
 * @param outputs the output channels of a group; they fill its tiles in order
 * @param offsets where each number of a window lies, from the start of the window. Not copied
 * @param groupStep how far the window of a group starts behind that of the one before
 */
public record FloatFilters(
    float[] weights, float[] bias, int groups, int outputs, int[] offsets, int groupStep) {

  /** {@return the numbers of a window} */
  public int depth() {
    return offsets.length;
  }

  /** {@return the tiles of 32 output channels a group fills} */
  public int tilesPerGroup() {
    return (outputs + Kernel.TILE - 1) / Kernel.TILE;
  }

  /** {@return the tiles of all groups} */
  public int tiles() {
    return groups * tilesPerGroup();
  }

  /** Returns whether the numbers of a window lie in a row. */
  boolean windowsAreRows() {
    int gaps = 0;
    for (int i = 0; i < offsets.length; i++) {
      gaps |= offsets[i] - i;
    }
    return gaps == 0;
  }

  /** Returns how many of the lanes of a tile are output channels. */
  int lanes(int tile) {
    return Math.min(Kernel.TILE, outputs - tile % tilesPerGroup() * Kernel.TILE);
  }
}
