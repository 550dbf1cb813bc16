// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.kernel;

import java.util.IdentityHashMap;

/**
 * Convolves in single precision in the one form that the compiler of Java 17 vectorises: a loop
 * over the output channels in which every array is read and written at the same index. So the
 * weights of each input of a window are an array of their own, made when a filter is first used.
 */
final class FloatRows {

  private final IdentityHashMap<FloatFilters, float[][]> rowsOf = new IdentityHashMap<>();
  private float[] sums = {};

  /** Returns the sums of the output channels of a group, in an array that the next call reuses. */
  float[] sum(float[] image, int start, FloatFilters filters, int group) {
    int lanes = filters.tilesPerGroup() * Kernel.TILE;
    if (sums.length < lanes) {
      sums = new float[lanes];
    }
    System.arraycopy(filters.bias(), group * lanes, sums, 0, lanes);
    float[][] rows = rowsOf.computeIfAbsent(filters, FloatRows::rows);
    int outputs = filters.outputs();
    int[] offsets = filters.offsets();
    int at = start + group * filters.groupStep();
    int row = group * offsets.length;
    int k = 0;
    for (; k + 5 <= offsets.length; k += 5) {
      addFive(outputs, sums, image, at, offsets, k, rows, row + k);
    }
    for (; k < offsets.length; k++) {
      addOne(outputs, sums, image[at + offsets[k]], rows[row + k]);
    }
    return sums;
  }

  private static void addFive(
      int lanes,
      float[] sums,
      float[] image,
      int at,
      int[] offsets,
      int k,
      float[][] rows,
      int row) {
    float x0 = image[at + offsets[k]];
    float x1 = image[at + offsets[k + 1]];
    float x2 = image[at + offsets[k + 2]];
    float x3 = image[at + offsets[k + 3]];
    float x4 = image[at + offsets[k + 4]];
    float[] r0 = rows[row];
    float[] r1 = rows[row + 1];
    float[] r2 = rows[row + 2];
    float[] r3 = rows[row + 3];
    float[] r4 = rows[row + 4];
    for (int i = 0; i < lanes; i++) {
      float sum = Math.fma(x1, r1[i], Math.fma(x0, r0[i], sums[i]));
      sums[i] = Math.fma(x4, r4[i], Math.fma(x3, r3[i], Math.fma(x2, r2[i], sum)));
    }
  }

  private static void addOne(int lanes, float[] sums, float x, float[] row) {
    for (int i = 0; i < lanes; i++) {
      sums[i] = Math.fma(x, row[i], sums[i]);
    }
  }

  /** Returns the weights as {@code [group and input of the window][lane of the group]}. */
  private static float[][] rows(FloatFilters filters) {
    int depth = filters.depth();
    int perGroup = filters.tilesPerGroup();
    float[][] rows = new float[filters.groups() * depth][perGroup * Kernel.TILE];
    for (int tile = 0; tile < filters.tiles(); tile++) {
      for (int k = 0; k < depth; k++) {
        int from = (tile * depth + k) * Kernel.TILE;
        float[] row = rows[tile / perGroup * depth + k];
        System.arraycopy(filters.weights(), from, row, tile % perGroup * Kernel.TILE, Kernel.TILE);
      }
    }
    return rows;
  }
}
