// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.kernel;

/**
 * The filters of a convolution in single precision in the order the kernels read them. A window is
 * a few runs of neighbouring numbers of the padded image.
 *
 * @param weights {@code [group][tile of the group][run][number of the run][lane]}. Not copied
 * @param bias {@code [group][tile of the group][lane]}. Not copied
 * @param groups the number of groups
 * @param tilesPerGroup the tiles of 32 output channels a group fills
 * @param runs where each run of a window starts, from the start of the window. Not copied
 * @param runLength the numbers of a run
 * @param groupStep how far the window of a group starts behind that of the one before
 */
public record FloatFilters(
    float[] weights,
    float[] bias,
    int groups,
    int tilesPerGroup,
    int[] runs,
    int runLength,
    int groupStep) {

  /** {@return the numbers of a window} */
  public int depth() {
    return runs.length * runLength;
  }

  /** {@return the tiles of all groups} */
  public int tiles() {
    return groups * tilesPerGroup;
  }
}
