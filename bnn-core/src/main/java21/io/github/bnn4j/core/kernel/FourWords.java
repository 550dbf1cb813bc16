// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.kernel;

import static jdk.incubator.vector.VectorOperators.BIT_COUNT;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.XOR;

import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Counts disagreements of windows of four words, which are over before {@link BinaryBlock} has
 * loaded and stored its sixteen counts: here the filters of two vectors of lanes stay in registers
 * and the pixels of all blocks pass, two at a time. All pixels share one row of limits or bases.
 *
 * <p>Written out for the reason {@link BinaryBlock} is.
 */
final class FourWords {

  /** The words of a window. */
  static final int DEPTH = 4;

  private static final int BLOCK = Kernel.BLOCK;
  private static final int TILE = Kernel.TILE;
  private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;
  private static final int LANES = INTS.length();

  private FourWords() {}

  /**
   * Changes the bits of every pixel where {@code count > limit}.
   *
   * @param at where the windows of the first block start
   * @param stride how far those of a block start behind those of the one before
   * @param lane the first lane
   * @param shift the bit of the first lane
   * @param to where the bits of the first block start
   * @param bitsStride how far those of a block start behind those of the one before
   */
  static void threshold(
      int[] windows,
      int at,
      int stride,
      int blocks,
      int[] words,
      int wordsAt,
      int[] limits,
      int lane,
      int shift,
      int[] bits,
      int to,
      int bitsStride) {
    final IntVector a0 = IntVector.fromArray(INTS, words, wordsAt);
    final IntVector b0 = IntVector.fromArray(INTS, words, wordsAt + LANES);
    final IntVector a1 = IntVector.fromArray(INTS, words, wordsAt + TILE);
    final IntVector b1 = IntVector.fromArray(INTS, words, wordsAt + TILE + LANES);
    final IntVector a2 = IntVector.fromArray(INTS, words, wordsAt + 2 * TILE);
    final IntVector b2 = IntVector.fromArray(INTS, words, wordsAt + 2 * TILE + LANES);
    final IntVector a3 = IntVector.fromArray(INTS, words, wordsAt + 3 * TILE);
    final IntVector b3 = IntVector.fromArray(INTS, words, wordsAt + 3 * TILE + LANES);
    final IntVector limitA = IntVector.fromArray(INTS, limits, lane);
    final IntVector limitB = IntVector.fromArray(INTS, limits, lane + LANES);
    for (int pixel = 0; pixel < blocks * BLOCK; pixel += 2) {
      int x = at + pixel / BLOCK * stride + pixel % BLOCK;
      int bit = to + pixel / BLOCK * bitsStride + pixel % BLOCK;
      IntVector v0 = IntVector.broadcast(INTS, windows[x]);
      IntVector v1 = IntVector.broadcast(INTS, windows[x + BLOCK]);
      IntVector v2 = IntVector.broadcast(INTS, windows[x + 2 * BLOCK]);
      IntVector v3 = IntVector.broadcast(INTS, windows[x + 3 * BLOCK]);
      IntVector frontA =
          a0.lanewise(XOR, v0).lanewise(BIT_COUNT).add(a1.lanewise(XOR, v1).lanewise(BIT_COUNT));
      IntVector backA =
          a2.lanewise(XOR, v2).lanewise(BIT_COUNT).add(a3.lanewise(XOR, v3).lanewise(BIT_COUNT));
      IntVector frontB =
          b0.lanewise(XOR, v0).lanewise(BIT_COUNT).add(b1.lanewise(XOR, v1).lanewise(BIT_COUNT));
      IntVector backB =
          b2.lanewise(XOR, v2).lanewise(BIT_COUNT).add(b3.lanewise(XOR, v3).lanewise(BIT_COUNT));
      long a = frontA.add(backA).compare(GT, limitA).toLong();
      long b = frontB.add(backB).compare(GT, limitB).toLong();
      bits[bit] ^= (int) (a | b << LANES) << shift;
      v0 = IntVector.broadcast(INTS, windows[x + 1]);
      v1 = IntVector.broadcast(INTS, windows[x + BLOCK + 1]);
      v2 = IntVector.broadcast(INTS, windows[x + 2 * BLOCK + 1]);
      v3 = IntVector.broadcast(INTS, windows[x + 3 * BLOCK + 1]);
      frontA =
          a0.lanewise(XOR, v0).lanewise(BIT_COUNT).add(a1.lanewise(XOR, v1).lanewise(BIT_COUNT));
      backA =
          a2.lanewise(XOR, v2).lanewise(BIT_COUNT).add(a3.lanewise(XOR, v3).lanewise(BIT_COUNT));
      frontB =
          b0.lanewise(XOR, v0).lanewise(BIT_COUNT).add(b1.lanewise(XOR, v1).lanewise(BIT_COUNT));
      backB =
          b2.lanewise(XOR, v2).lanewise(BIT_COUNT).add(b3.lanewise(XOR, v3).lanewise(BIT_COUNT));
      a = frontA.add(backA).compare(GT, limitA).toLong();
      b = frontB.add(backB).compare(GT, limitB).toLong();
      bits[bit + 1] ^= (int) (a | b << LANES) << shift;
    }
  }

  /**
   * Makes sums of all counts of a block: {@code base - 2 * count}.
   *
   * @param at where its windows start
   * @param lane the first lane
   * @param to where the sums of the first pixel go
   * @param pixelStep how far those of a pixel start behind those of the one before
   */
  static void sum(
      int[] windows,
      int at,
      int[] words,
      int wordsAt,
      int[] bases,
      int lane,
      int[] sums,
      int to,
      int pixelStep) {
    final IntVector a0 = IntVector.fromArray(INTS, words, wordsAt);
    final IntVector b0 = IntVector.fromArray(INTS, words, wordsAt + LANES);
    final IntVector a1 = IntVector.fromArray(INTS, words, wordsAt + TILE);
    final IntVector b1 = IntVector.fromArray(INTS, words, wordsAt + TILE + LANES);
    final IntVector a2 = IntVector.fromArray(INTS, words, wordsAt + 2 * TILE);
    final IntVector b2 = IntVector.fromArray(INTS, words, wordsAt + 2 * TILE + LANES);
    final IntVector a3 = IntVector.fromArray(INTS, words, wordsAt + 3 * TILE);
    final IntVector b3 = IntVector.fromArray(INTS, words, wordsAt + 3 * TILE + LANES);
    final IntVector baseA = IntVector.fromArray(INTS, bases, lane);
    final IntVector baseB = IntVector.fromArray(INTS, bases, lane + LANES);
    int x = at;
    int s = to;
    for (int pixel = 0; pixel < BLOCK; pixel += 2, x += 2, s += 2 * pixelStep) {
      IntVector v0 = IntVector.broadcast(INTS, windows[x]);
      IntVector v1 = IntVector.broadcast(INTS, windows[x + BLOCK]);
      IntVector v2 = IntVector.broadcast(INTS, windows[x + 2 * BLOCK]);
      IntVector v3 = IntVector.broadcast(INTS, windows[x + 3 * BLOCK]);
      IntVector frontA =
          a0.lanewise(XOR, v0).lanewise(BIT_COUNT).add(a1.lanewise(XOR, v1).lanewise(BIT_COUNT));
      IntVector backA =
          a2.lanewise(XOR, v2).lanewise(BIT_COUNT).add(a3.lanewise(XOR, v3).lanewise(BIT_COUNT));
      IntVector frontB =
          b0.lanewise(XOR, v0).lanewise(BIT_COUNT).add(b1.lanewise(XOR, v1).lanewise(BIT_COUNT));
      IntVector backB =
          b2.lanewise(XOR, v2).lanewise(BIT_COUNT).add(b3.lanewise(XOR, v3).lanewise(BIT_COUNT));
      IntVector a = frontA.add(backA);
      baseA.sub(a.add(a)).intoArray(sums, s);
      IntVector b = frontB.add(backB);
      baseB.sub(b.add(b)).intoArray(sums, s + LANES);
      v0 = IntVector.broadcast(INTS, windows[x + 1]);
      v1 = IntVector.broadcast(INTS, windows[x + BLOCK + 1]);
      v2 = IntVector.broadcast(INTS, windows[x + 2 * BLOCK + 1]);
      v3 = IntVector.broadcast(INTS, windows[x + 3 * BLOCK + 1]);
      frontA =
          a0.lanewise(XOR, v0).lanewise(BIT_COUNT).add(a1.lanewise(XOR, v1).lanewise(BIT_COUNT));
      backA =
          a2.lanewise(XOR, v2).lanewise(BIT_COUNT).add(a3.lanewise(XOR, v3).lanewise(BIT_COUNT));
      frontB =
          b0.lanewise(XOR, v0).lanewise(BIT_COUNT).add(b1.lanewise(XOR, v1).lanewise(BIT_COUNT));
      backB =
          b2.lanewise(XOR, v2).lanewise(BIT_COUNT).add(b3.lanewise(XOR, v3).lanewise(BIT_COUNT));
      a = frontA.add(backA);
      baseA.sub(a.add(a)).intoArray(sums, s + pixelStep);
      b = frontB.add(backB);
      baseB.sub(b.add(b)).intoArray(sums, s + pixelStep + LANES);
    }
  }
}
