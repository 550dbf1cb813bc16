// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.kernel;

import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Makes the sums of a block whose pixels have rows of bases of their own. Where rows of pixels are
 * a multiple of a block wide, only its first pixel and its last lie at the border, and these have
 * bases of their own in the registers that count; others are changed afterwards.
 */
final class BlockSums {

  private static final int BLOCK = Kernel.BLOCK;
  private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;
  private static final int LANES = INTS.length();

  private BlockSums() {}

  /**
   * Makes the sums of a block, two vectors of lanes.
   *
   * @param alike what {@link #areInnerAlike} says of its rows
   */
  static void sum(
      int[] windows,
      int at,
      int[] words,
      int wordsAt,
      int depth,
      int[] bases,
      int[] rows,
      int rowsAt,
      boolean alike,
      int lane,
      int[] sums,
      int to,
      int pixelStep) {
    BinaryBlock.sum(
        windows,
        at,
        words,
        wordsAt,
        depth,
        bases,
        rows[rowsAt] + lane,
        rows[rowsAt + 1] + lane,
        rows[rowsAt + BLOCK - 1] + lane,
        sums,
        to,
        pixelStep);
    if (!alike) {
      changeBases(bases, rows, rowsAt, lane, sums, to, pixelStep);
    }
  }

  /** Returns whether the pixels of a block between its first and its last have the same row. */
  static boolean areInnerAlike(int[] rows, int at) {
    int difference = 0;
    for (int pixel = 2; pixel < BLOCK - 1; pixel++) {
      difference |= rows[at + pixel] ^ rows[at + 1];
    }
    return difference == 0;
  }

  /** Returns whether that holds for some blocks. */
  static boolean areInnerAlike(int[] rows, int at, int blocks) {
    boolean alike = true;
    for (int block = 0; block < blocks; block++) {
      alike &= areInnerAlike(rows, at + block * BLOCK);
    }
    return alike;
  }

  private static void changeBases(
      int[] bases, int[] rows, int rowsAt, int lane, int[] sums, int to, int pixelStep) {
    int inner = rows[rowsAt + 1];
    for (int pixel = 2; pixel < BLOCK - 1; pixel++) {
      if (rows[rowsAt + pixel] != inner) {
        changeBase(sums, to + pixel * pixelStep, bases, inner + lane, rows[rowsAt + pixel] + lane);
      }
    }
  }

  /** Gives a pixel, two vectors of lanes, the sums of another row of bases. */
  private static void changeBase(int[] sums, int at, int[] bases, int before, int now) {
    for (int i = 0; i < 2 * LANES; i += LANES) {
      IntVector difference =
          IntVector.fromArray(INTS, bases, now + i)
              .sub(IntVector.fromArray(INTS, bases, before + i));
      IntVector.fromArray(INTS, sums, at + i).add(difference).intoArray(sums, at + i);
    }
  }
}
