// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.kernel;

/**
 * The signs of the filters of a binary convolution in the order the kernels read them.
 *
 * @param words {@code [group][tile of the group][word of the window][lane]}; bit 1 is -1. Not
 *     copied
 * @param groups the number of groups
 * @param tilesPerGroup the tiles of 32 output channels a group fills
 * @param depth the words of the window a filter sees
 */
public record BinaryFilters(int[] words, int groups, int tilesPerGroup, int depth) {

  /** {@return the tiles of all groups} */
  public int tiles() {
    return groups * tilesPerGroup;
  }
}
