// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.kernel;

import static jdk.incubator.vector.VectorOperators.BIT_COUNT;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.XOR;

import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Counts disagreements of the eight windows of a block with the filters of two vectors of lanes,
 * all counts in registers.
 *
 * <p>Written out: the compiler stops inlining helpers in a method with this many vector operations,
 * and a vector operation that is not inlined is a thousand times slower.
 */
final class BinaryBlock {

  private static final int BLOCK = Kernel.BLOCK;
  private static final int TILE = Kernel.TILE;
  private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;
  private static final int LANES = INTS.length();

  private BinaryBlock() {}

  /**
   * Changes the bits of every pixel where {@code count > limit}.
   *
   * @param lane the first lane, of a row of limits
   * @param shift the bit of the first lane
   */
  static void threshold(
      int[] windows,
      int at,
      int[] words,
      int wordsAt,
      int depth,
      int[] limits,
      int[] rows,
      int rowsAt,
      int lane,
      int shift,
      int[] bits,
      int to) {
    IntVector a0 = IntVector.zero(INTS);
    IntVector b0 = a0;
    IntVector a1 = a0;
    IntVector b1 = a0;
    IntVector a2 = a0;
    IntVector b2 = a0;
    IntVector a3 = a0;
    IntVector b3 = a0;
    IntVector a4 = a0;
    IntVector b4 = a0;
    IntVector a5 = a0;
    IntVector b5 = a0;
    IntVector a6 = a0;
    IntVector b6 = a0;
    IntVector a7 = a0;
    IntVector b7 = a0;
    int x = at;
    int w = wordsAt;
    for (int k = 0; k < depth; k++, x += BLOCK, w += TILE) {
      IntVector wa = IntVector.fromArray(INTS, words, w);
      IntVector wb = IntVector.fromArray(INTS, words, w + LANES);
      IntVector v = IntVector.broadcast(INTS, windows[x]);
      a0 = a0.add(v.lanewise(XOR, wa).lanewise(BIT_COUNT));
      b0 = b0.add(v.lanewise(XOR, wb).lanewise(BIT_COUNT));
      v = IntVector.broadcast(INTS, windows[x + 1]);
      a1 = a1.add(v.lanewise(XOR, wa).lanewise(BIT_COUNT));
      b1 = b1.add(v.lanewise(XOR, wb).lanewise(BIT_COUNT));
      v = IntVector.broadcast(INTS, windows[x + 2]);
      a2 = a2.add(v.lanewise(XOR, wa).lanewise(BIT_COUNT));
      b2 = b2.add(v.lanewise(XOR, wb).lanewise(BIT_COUNT));
      v = IntVector.broadcast(INTS, windows[x + 3]);
      a3 = a3.add(v.lanewise(XOR, wa).lanewise(BIT_COUNT));
      b3 = b3.add(v.lanewise(XOR, wb).lanewise(BIT_COUNT));
      v = IntVector.broadcast(INTS, windows[x + 4]);
      a4 = a4.add(v.lanewise(XOR, wa).lanewise(BIT_COUNT));
      b4 = b4.add(v.lanewise(XOR, wb).lanewise(BIT_COUNT));
      v = IntVector.broadcast(INTS, windows[x + 5]);
      a5 = a5.add(v.lanewise(XOR, wa).lanewise(BIT_COUNT));
      b5 = b5.add(v.lanewise(XOR, wb).lanewise(BIT_COUNT));
      v = IntVector.broadcast(INTS, windows[x + 6]);
      a6 = a6.add(v.lanewise(XOR, wa).lanewise(BIT_COUNT));
      b6 = b6.add(v.lanewise(XOR, wb).lanewise(BIT_COUNT));
      v = IntVector.broadcast(INTS, windows[x + 7]);
      a7 = a7.add(v.lanewise(XOR, wa).lanewise(BIT_COUNT));
      b7 = b7.add(v.lanewise(XOR, wb).lanewise(BIT_COUNT));
    }
    int row = rows[rowsAt] + lane;
    long a = a0.compare(GT, IntVector.fromArray(INTS, limits, row)).toLong();
    long b = b0.compare(GT, IntVector.fromArray(INTS, limits, row + LANES)).toLong();
    bits[to] ^= (int) (a | b << LANES) << shift;
    row = rows[rowsAt + 1] + lane;
    a = a1.compare(GT, IntVector.fromArray(INTS, limits, row)).toLong();
    b = b1.compare(GT, IntVector.fromArray(INTS, limits, row + LANES)).toLong();
    bits[to + 1] ^= (int) (a | b << LANES) << shift;
    row = rows[rowsAt + 2] + lane;
    a = a2.compare(GT, IntVector.fromArray(INTS, limits, row)).toLong();
    b = b2.compare(GT, IntVector.fromArray(INTS, limits, row + LANES)).toLong();
    bits[to + 2] ^= (int) (a | b << LANES) << shift;
    row = rows[rowsAt + 3] + lane;
    a = a3.compare(GT, IntVector.fromArray(INTS, limits, row)).toLong();
    b = b3.compare(GT, IntVector.fromArray(INTS, limits, row + LANES)).toLong();
    bits[to + 3] ^= (int) (a | b << LANES) << shift;
    row = rows[rowsAt + 4] + lane;
    a = a4.compare(GT, IntVector.fromArray(INTS, limits, row)).toLong();
    b = b4.compare(GT, IntVector.fromArray(INTS, limits, row + LANES)).toLong();
    bits[to + 4] ^= (int) (a | b << LANES) << shift;
    row = rows[rowsAt + 5] + lane;
    a = a5.compare(GT, IntVector.fromArray(INTS, limits, row)).toLong();
    b = b5.compare(GT, IntVector.fromArray(INTS, limits, row + LANES)).toLong();
    bits[to + 5] ^= (int) (a | b << LANES) << shift;
    row = rows[rowsAt + 6] + lane;
    a = a6.compare(GT, IntVector.fromArray(INTS, limits, row)).toLong();
    b = b6.compare(GT, IntVector.fromArray(INTS, limits, row + LANES)).toLong();
    bits[to + 6] ^= (int) (a | b << LANES) << shift;
    row = rows[rowsAt + 7] + lane;
    a = a7.compare(GT, IntVector.fromArray(INTS, limits, row)).toLong();
    b = b7.compare(GT, IntVector.fromArray(INTS, limits, row + LANES)).toLong();
    bits[to + 7] ^= (int) (a | b << LANES) << shift;
  }

  /**
   * Makes sums of the counts: {@code base - 2 * count}.
   *
   * @param bases rows of bases
   * @param first where the bases of the first pixel start
   * @param inner where those of the pixels between start
   * @param last where those of the last pixel start
   * @param to where the sums of the first pixel go
   * @param pixelStep how far those of a pixel start behind those of the one before
   */
  static void sum(
      int[] windows,
      int at,
      int[] words,
      int wordsAt,
      int depth,
      int[] bases,
      int first,
      int inner,
      int last,
      int[] sums,
      int to,
      int pixelStep) {
    IntVector a0 = IntVector.zero(INTS);
    IntVector b0 = a0;
    IntVector a1 = a0;
    IntVector b1 = a0;
    IntVector a2 = a0;
    IntVector b2 = a0;
    IntVector a3 = a0;
    IntVector b3 = a0;
    IntVector a4 = a0;
    IntVector b4 = a0;
    IntVector a5 = a0;
    IntVector b5 = a0;
    IntVector a6 = a0;
    IntVector b6 = a0;
    IntVector a7 = a0;
    IntVector b7 = a0;
    int x = at;
    int w = wordsAt;
    for (int k = 0; k < depth; k++, x += BLOCK, w += TILE) {
      IntVector wa = IntVector.fromArray(INTS, words, w);
      IntVector wb = IntVector.fromArray(INTS, words, w + LANES);
      IntVector v = IntVector.broadcast(INTS, windows[x]);
      a0 = a0.add(v.lanewise(XOR, wa).lanewise(BIT_COUNT));
      b0 = b0.add(v.lanewise(XOR, wb).lanewise(BIT_COUNT));
      v = IntVector.broadcast(INTS, windows[x + 1]);
      a1 = a1.add(v.lanewise(XOR, wa).lanewise(BIT_COUNT));
      b1 = b1.add(v.lanewise(XOR, wb).lanewise(BIT_COUNT));
      v = IntVector.broadcast(INTS, windows[x + 2]);
      a2 = a2.add(v.lanewise(XOR, wa).lanewise(BIT_COUNT));
      b2 = b2.add(v.lanewise(XOR, wb).lanewise(BIT_COUNT));
      v = IntVector.broadcast(INTS, windows[x + 3]);
      a3 = a3.add(v.lanewise(XOR, wa).lanewise(BIT_COUNT));
      b3 = b3.add(v.lanewise(XOR, wb).lanewise(BIT_COUNT));
      v = IntVector.broadcast(INTS, windows[x + 4]);
      a4 = a4.add(v.lanewise(XOR, wa).lanewise(BIT_COUNT));
      b4 = b4.add(v.lanewise(XOR, wb).lanewise(BIT_COUNT));
      v = IntVector.broadcast(INTS, windows[x + 5]);
      a5 = a5.add(v.lanewise(XOR, wa).lanewise(BIT_COUNT));
      b5 = b5.add(v.lanewise(XOR, wb).lanewise(BIT_COUNT));
      v = IntVector.broadcast(INTS, windows[x + 6]);
      a6 = a6.add(v.lanewise(XOR, wa).lanewise(BIT_COUNT));
      b6 = b6.add(v.lanewise(XOR, wb).lanewise(BIT_COUNT));
      v = IntVector.broadcast(INTS, windows[x + 7]);
      a7 = a7.add(v.lanewise(XOR, wa).lanewise(BIT_COUNT));
      b7 = b7.add(v.lanewise(XOR, wb).lanewise(BIT_COUNT));
    }
    IntVector baseA = IntVector.fromArray(INTS, bases, first);
    IntVector baseB = IntVector.fromArray(INTS, bases, first + LANES);
    int s = to;
    baseA.sub(a0.add(a0)).intoArray(sums, s);
    baseB.sub(b0.add(b0)).intoArray(sums, s + LANES);
    baseA = IntVector.fromArray(INTS, bases, inner);
    baseB = IntVector.fromArray(INTS, bases, inner + LANES);
    s += pixelStep;
    baseA.sub(a1.add(a1)).intoArray(sums, s);
    baseB.sub(b1.add(b1)).intoArray(sums, s + LANES);
    s += pixelStep;
    baseA.sub(a2.add(a2)).intoArray(sums, s);
    baseB.sub(b2.add(b2)).intoArray(sums, s + LANES);
    s += pixelStep;
    baseA.sub(a3.add(a3)).intoArray(sums, s);
    baseB.sub(b3.add(b3)).intoArray(sums, s + LANES);
    s += pixelStep;
    baseA.sub(a4.add(a4)).intoArray(sums, s);
    baseB.sub(b4.add(b4)).intoArray(sums, s + LANES);
    s += pixelStep;
    baseA.sub(a5.add(a5)).intoArray(sums, s);
    baseB.sub(b5.add(b5)).intoArray(sums, s + LANES);
    s += pixelStep;
    baseA.sub(a6.add(a6)).intoArray(sums, s);
    baseB.sub(b6.add(b6)).intoArray(sums, s + LANES);
    baseA = IntVector.fromArray(INTS, bases, last);
    baseB = IntVector.fromArray(INTS, bases, last + LANES);
    s += pixelStep;
    baseA.sub(a7.add(a7)).intoArray(sums, s);
    baseB.sub(b7.add(b7)).intoArray(sums, s + LANES);
  }
}
