// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.benchmarks.inference;

import io.github.bnn4j.core.kernel.BinaryFilters;
import io.github.bnn4j.core.kernel.Kernel;
import java.util.Arrays;
import java.util.Random;

/** A product of two random matrices of +1 and -1, packed to bits. */
public final class BinaryGemm {

  private final Kernel kernel;
  private final int rows;
  private final int columns;
  private final int words;
  private final int[] left;
  private final BinaryFilters right;
  private final int[] bases;
  private final int[] baseOfRow;
  private final int[] sums;

  /**
   * Makes the matrices.
   *
   * @param kernel what multiplies them
   * @param rows rows of the left matrix, a multiple of 8
   * @param depth its columns, a multiple of 32
   * @param columns columns of the right matrix, a multiple of 32
   */
  public BinaryGemm(Kernel kernel, int rows, int depth, int columns) {
    this.kernel = kernel;
    this.rows = rows;
    this.columns = columns;
    this.words = depth / Integer.SIZE;
    Random random = new Random(1);
    left = random.ints((long) rows * words).toArray();
    right =
        new BinaryFilters(
            random.ints((long) columns * words).toArray(), 1, columns / Kernel.TILE, words);
    bases = new int[columns];
    Arrays.fill(bases, depth);
    baseOfRow = new int[rows];
    sums = new int[rows * columns];
  }

  /** Multiplies them. */
  public void run() {
    kernel.sum(
        left, 0, words * Kernel.BLOCK, rows / Kernel.BLOCK, right, bases, baseOfRow, sums, 0);
  }

  /** The binary multiply-accumulates of one product. */
  public double macs() {
    return (double) rows * words * Integer.SIZE * columns;
  }

  /** An element of the product after {@link #run}. */
  int sum(int row, int column) {
    return sums[row * columns + column];
  }

  /** The same element from a plain loop over the words. */
  int expected(int row, int column) {
    int disagreements = 0;
    for (int word = 0; word < words; word++) {
      int a = left[(row / Kernel.BLOCK * words + word) * Kernel.BLOCK + row % Kernel.BLOCK];
      int b =
          right.words()[(column / Kernel.TILE * words + word) * Kernel.TILE + column % Kernel.TILE];
      disagreements += Integer.bitCount(a ^ b);
    }
    return words * Integer.SIZE - 2 * disagreements;
  }
}
