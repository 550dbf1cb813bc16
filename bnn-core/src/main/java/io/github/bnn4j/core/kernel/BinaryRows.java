// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.kernel;

import java.util.Arrays;
import java.util.IdentityHashMap;

/**
 * Counts disagreements in the form that compilers vectorise, as {@link FloatRows} does: on a
 * processor that can count the bits of vectors Java 17 does so too.
 */
final class BinaryRows {

  private final IdentityHashMap<BinaryFilters, int[][]> rowsOf = new IdentityHashMap<>();
  private int[] counts = {};

  /**
   * Returns the counts of the output channels of a group, in an array that the next call reuses.
   *
   * @param windows the windows, {@code [word][pixel]}
   * @param at where the window of the pixel and group starts
   */
  int[] count(int[] windows, int at, BinaryFilters filters, int group) {
    int lanes = filters.tilesPerGroup() * Kernel.TILE;
    if (counts.length < lanes) {
      counts = new int[lanes];
    }
    Arrays.fill(counts, 0, lanes, 0);
    int[][] rows = rowsOf.computeIfAbsent(filters, BinaryRows::rows);
    int depth = filters.depth();
    int row = group * depth;
    int k = 0;
    for (; k + 6 <= depth; k += 6) {
      addSix(lanes, counts, windows, at + k * Kernel.BLOCK, rows, row + k);
    }
    for (; k + 2 <= depth; k += 2) {
      addTwo(lanes, counts, windows, at + k * Kernel.BLOCK, rows, row + k);
    }
    if (k < depth) {
      addOne(lanes, counts, windows[at + k * Kernel.BLOCK], rows[row + k]);
    }
    return counts;
  }

  private static void addSix(
      int lanes, int[] counts, int[] windows, int at, int[][] rows, int row) {
    int x0 = windows[at];
    int x1 = windows[at + Kernel.BLOCK];
    int x2 = windows[at + 2 * Kernel.BLOCK];
    int x3 = windows[at + 3 * Kernel.BLOCK];
    int x4 = windows[at + 4 * Kernel.BLOCK];
    int x5 = windows[at + 5 * Kernel.BLOCK];
    int[] r0 = rows[row];
    int[] r1 = rows[row + 1];
    int[] r2 = rows[row + 2];
    int[] r3 = rows[row + 3];
    int[] r4 = rows[row + 4];
    int[] r5 = rows[row + 5];
    for (int i = 0; i < lanes; i++) {
      counts[i] +=
          Integer.bitCount(x0 ^ r0[i])
              + Integer.bitCount(x1 ^ r1[i])
              + Integer.bitCount(x2 ^ r2[i])
              + Integer.bitCount(x3 ^ r3[i])
              + Integer.bitCount(x4 ^ r4[i])
              + Integer.bitCount(x5 ^ r5[i]);
    }
  }

  private static void addTwo(
      int lanes, int[] counts, int[] windows, int at, int[][] rows, int row) {
    int x0 = windows[at];
    int x1 = windows[at + Kernel.BLOCK];
    int[] r0 = rows[row];
    int[] r1 = rows[row + 1];
    for (int i = 0; i < lanes; i++) {
      counts[i] += Integer.bitCount(x0 ^ r0[i]) + Integer.bitCount(x1 ^ r1[i]);
    }
  }

  private static void addOne(int lanes, int[] counts, int x, int[] row) {
    for (int i = 0; i < lanes; i++) {
      counts[i] += Integer.bitCount(x ^ row[i]);
    }
  }

  /** Returns the words as {@code [group and word of the window][lane of the group]}. */
  private static int[][] rows(BinaryFilters filters) {
    int depth = filters.depth();
    int perGroup = filters.tilesPerGroup();
    int[][] rows = new int[filters.groups() * depth][perGroup * Kernel.TILE];
    for (int tile = 0; tile < filters.tiles(); tile++) {
      for (int k = 0; k < depth; k++) {
        int from = (tile * depth + k) * Kernel.TILE;
        int[] row = rows[tile / perGroup * depth + k];
        System.arraycopy(filters.words(), from, row, tile % perGroup * Kernel.TILE, Kernel.TILE);
      }
    }
    return rows;
  }
}
