// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.kernel;

import static jdk.incubator.vector.VectorOperators.GE;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Sums windows times filters in single precision for the eight pixels of a block, all sums in
 * registers. Written out for the reason {@link BinaryBlock} is.
 */
final class FloatBlock {

  private static final int TILE = Kernel.TILE;
  private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = FLOATS.length();

  private FloatBlock() {}

  /**
   * Changes the bits of every pixel where {@code sum >= threshold}, for two vectors of lanes.
   *
   * @param windows the windows; a number of the eight pixels lies in a row
   * @param at where they start
   * @param offsets where each number lies, from there
   * @param depth the numbers of a window
   * @param lane the first lane
   * @param shift the bit of the first lane
   */
  static void threshold(
      float[] windows,
      int at,
      int[] offsets,
      float[] weights,
      int weightsAt,
      int depth,
      float[] bias,
      float[] thresholds,
      int lane,
      int shift,
      int[] bits,
      int to) {
    FloatVector a0 = FloatVector.fromArray(FLOATS, bias, lane);
    FloatVector b0 = FloatVector.fromArray(FLOATS, bias, lane + LANES);
    FloatVector a1 = a0;
    FloatVector b1 = b0;
    FloatVector a2 = a0;
    FloatVector b2 = b0;
    FloatVector a3 = a0;
    FloatVector b3 = b0;
    FloatVector a4 = a0;
    FloatVector b4 = b0;
    FloatVector a5 = a0;
    FloatVector b5 = b0;
    FloatVector a6 = a0;
    FloatVector b6 = b0;
    FloatVector a7 = a0;
    FloatVector b7 = b0;
    int w = weightsAt;
    for (int k = 0; k < depth; k++, w += TILE) {
      int x = at + offsets[k];
      FloatVector wa = FloatVector.fromArray(FLOATS, weights, w);
      FloatVector wb = FloatVector.fromArray(FLOATS, weights, w + LANES);
      FloatVector v = FloatVector.broadcast(FLOATS, windows[x]);
      a0 = v.fma(wa, a0);
      b0 = v.fma(wb, b0);
      v = FloatVector.broadcast(FLOATS, windows[x + 1]);
      a1 = v.fma(wa, a1);
      b1 = v.fma(wb, b1);
      v = FloatVector.broadcast(FLOATS, windows[x + 2]);
      a2 = v.fma(wa, a2);
      b2 = v.fma(wb, b2);
      v = FloatVector.broadcast(FLOATS, windows[x + 3]);
      a3 = v.fma(wa, a3);
      b3 = v.fma(wb, b3);
      v = FloatVector.broadcast(FLOATS, windows[x + 4]);
      a4 = v.fma(wa, a4);
      b4 = v.fma(wb, b4);
      v = FloatVector.broadcast(FLOATS, windows[x + 5]);
      a5 = v.fma(wa, a5);
      b5 = v.fma(wb, b5);
      v = FloatVector.broadcast(FLOATS, windows[x + 6]);
      a6 = v.fma(wa, a6);
      b6 = v.fma(wb, b6);
      v = FloatVector.broadcast(FLOATS, windows[x + 7]);
      a7 = v.fma(wa, a7);
      b7 = v.fma(wb, b7);
    }
    FloatVector ta = FloatVector.fromArray(FLOATS, thresholds, lane);
    FloatVector tb = FloatVector.fromArray(FLOATS, thresholds, lane + LANES);
    long a = a0.compare(GE, ta).toLong();
    long b = b0.compare(GE, tb).toLong();
    bits[to] ^= (int) (a | b << LANES) << shift;
    a = a1.compare(GE, ta).toLong();
    b = b1.compare(GE, tb).toLong();
    bits[to + 1] ^= (int) (a | b << LANES) << shift;
    a = a2.compare(GE, ta).toLong();
    b = b2.compare(GE, tb).toLong();
    bits[to + 2] ^= (int) (a | b << LANES) << shift;
    a = a3.compare(GE, ta).toLong();
    b = b3.compare(GE, tb).toLong();
    bits[to + 3] ^= (int) (a | b << LANES) << shift;
    a = a4.compare(GE, ta).toLong();
    b = b4.compare(GE, tb).toLong();
    bits[to + 4] ^= (int) (a | b << LANES) << shift;
    a = a5.compare(GE, ta).toLong();
    b = b5.compare(GE, tb).toLong();
    bits[to + 5] ^= (int) (a | b << LANES) << shift;
    a = a6.compare(GE, ta).toLong();
    b = b6.compare(GE, tb).toLong();
    bits[to + 6] ^= (int) (a | b << LANES) << shift;
    a = a7.compare(GE, ta).toLong();
    b = b7.compare(GE, tb).toLong();
    bits[to + 7] ^= (int) (a | b << LANES) << shift;
  }

  /**
   * Makes the sums of two vectors of lanes, scaled and shifted.
   *
   * @param windows the windows; a number of the eight pixels lies in a row
   * @param at where they start
   * @param offsets where each number lies, from there
   * @param depth the numbers of a window
   * @param lane the first lane
   * @param to where the sums of the first pixel go
   * @param pixelStep how far those of a pixel start behind those of the one before
   */
  static void sum(
      float[] windows,
      int at,
      int[] offsets,
      float[] weights,
      int weightsAt,
      int depth,
      float[] bias,
      float[] scale,
      float[] shift,
      int lane,
      float[] sums,
      int to,
      int pixelStep) {
    FloatVector a0 = FloatVector.fromArray(FLOATS, bias, lane);
    FloatVector b0 = FloatVector.fromArray(FLOATS, bias, lane + LANES);
    FloatVector a1 = a0;
    FloatVector b1 = b0;
    FloatVector a2 = a0;
    FloatVector b2 = b0;
    FloatVector a3 = a0;
    FloatVector b3 = b0;
    FloatVector a4 = a0;
    FloatVector b4 = b0;
    FloatVector a5 = a0;
    FloatVector b5 = b0;
    FloatVector a6 = a0;
    FloatVector b6 = b0;
    FloatVector a7 = a0;
    FloatVector b7 = b0;
    int w = weightsAt;
    for (int k = 0; k < depth; k++, w += TILE) {
      int x = at + offsets[k];
      FloatVector wa = FloatVector.fromArray(FLOATS, weights, w);
      FloatVector wb = FloatVector.fromArray(FLOATS, weights, w + LANES);
      FloatVector v = FloatVector.broadcast(FLOATS, windows[x]);
      a0 = v.fma(wa, a0);
      b0 = v.fma(wb, b0);
      v = FloatVector.broadcast(FLOATS, windows[x + 1]);
      a1 = v.fma(wa, a1);
      b1 = v.fma(wb, b1);
      v = FloatVector.broadcast(FLOATS, windows[x + 2]);
      a2 = v.fma(wa, a2);
      b2 = v.fma(wb, b2);
      v = FloatVector.broadcast(FLOATS, windows[x + 3]);
      a3 = v.fma(wa, a3);
      b3 = v.fma(wb, b3);
      v = FloatVector.broadcast(FLOATS, windows[x + 4]);
      a4 = v.fma(wa, a4);
      b4 = v.fma(wb, b4);
      v = FloatVector.broadcast(FLOATS, windows[x + 5]);
      a5 = v.fma(wa, a5);
      b5 = v.fma(wb, b5);
      v = FloatVector.broadcast(FLOATS, windows[x + 6]);
      a6 = v.fma(wa, a6);
      b6 = v.fma(wb, b6);
      v = FloatVector.broadcast(FLOATS, windows[x + 7]);
      a7 = v.fma(wa, a7);
      b7 = v.fma(wb, b7);
    }
    FloatVector scaleA = FloatVector.fromArray(FLOATS, scale, lane);
    FloatVector scaleB = FloatVector.fromArray(FLOATS, scale, lane + LANES);
    FloatVector shiftA = FloatVector.fromArray(FLOATS, shift, lane);
    FloatVector shiftB = FloatVector.fromArray(FLOATS, shift, lane + LANES);
    int s = to;
    a0.fma(scaleA, shiftA).intoArray(sums, s);
    b0.fma(scaleB, shiftB).intoArray(sums, s + LANES);
    s += pixelStep;
    a1.fma(scaleA, shiftA).intoArray(sums, s);
    b1.fma(scaleB, shiftB).intoArray(sums, s + LANES);
    s += pixelStep;
    a2.fma(scaleA, shiftA).intoArray(sums, s);
    b2.fma(scaleB, shiftB).intoArray(sums, s + LANES);
    s += pixelStep;
    a3.fma(scaleA, shiftA).intoArray(sums, s);
    b3.fma(scaleB, shiftB).intoArray(sums, s + LANES);
    s += pixelStep;
    a4.fma(scaleA, shiftA).intoArray(sums, s);
    b4.fma(scaleB, shiftB).intoArray(sums, s + LANES);
    s += pixelStep;
    a5.fma(scaleA, shiftA).intoArray(sums, s);
    b5.fma(scaleB, shiftB).intoArray(sums, s + LANES);
    s += pixelStep;
    a6.fma(scaleA, shiftA).intoArray(sums, s);
    b6.fma(scaleB, shiftB).intoArray(sums, s + LANES);
    s += pixelStep;
    a7.fma(scaleA, shiftA).intoArray(sums, s);
    b7.fma(scaleB, shiftB).intoArray(sums, s + LANES);
  }

  /**
   * Makes the sums of one vector of lanes, scaled and shifted, for windows anywhere, each of them
   * {@code depth} numbers in a row: no bounds to check at every number.
   *
   * @param starts where the window of each pixel starts
   * @param behind how far the windows of the group start behind those
   * @param lane the first lane
   * @param to where the sums of the first pixel go
   * @param pixelStep how far those of a pixel start behind those of the one before
   */
  static void sumRows(
      float[] image,
      int[] starts,
      int startsAt,
      int behind,
      int depth,
      float[] weights,
      int weightsAt,
      float[] bias,
      float[] scale,
      float[] shift,
      int lane,
      float[] sums,
      int to,
      int pixelStep) {
    int x0 = starts[startsAt] + behind;
    int x1 = starts[startsAt + 1] + behind;
    int x2 = starts[startsAt + 2] + behind;
    int x3 = starts[startsAt + 3] + behind;
    int x4 = starts[startsAt + 4] + behind;
    int x5 = starts[startsAt + 5] + behind;
    int x6 = starts[startsAt + 6] + behind;
    int x7 = starts[startsAt + 7] + behind;
    FloatVector a0 = FloatVector.fromArray(FLOATS, bias, lane);
    FloatVector a1 = a0;
    FloatVector a2 = a0;
    FloatVector a3 = a0;
    FloatVector a4 = a0;
    FloatVector a5 = a0;
    FloatVector a6 = a0;
    FloatVector a7 = a0;
    int w = weightsAt;
    for (int k = 0; k < depth; k++, w += TILE) {
      FloatVector v = FloatVector.fromArray(FLOATS, weights, w);
      a0 = FloatVector.broadcast(FLOATS, image[x0 + k]).fma(v, a0);
      a1 = FloatVector.broadcast(FLOATS, image[x1 + k]).fma(v, a1);
      a2 = FloatVector.broadcast(FLOATS, image[x2 + k]).fma(v, a2);
      a3 = FloatVector.broadcast(FLOATS, image[x3 + k]).fma(v, a3);
      a4 = FloatVector.broadcast(FLOATS, image[x4 + k]).fma(v, a4);
      a5 = FloatVector.broadcast(FLOATS, image[x5 + k]).fma(v, a5);
      a6 = FloatVector.broadcast(FLOATS, image[x6 + k]).fma(v, a6);
      a7 = FloatVector.broadcast(FLOATS, image[x7 + k]).fma(v, a7);
    }
    FloatVector scaleA = FloatVector.fromArray(FLOATS, scale, lane);
    FloatVector shiftA = FloatVector.fromArray(FLOATS, shift, lane);
    int s = to;
    a0.fma(scaleA, shiftA).intoArray(sums, s);
    s += pixelStep;
    a1.fma(scaleA, shiftA).intoArray(sums, s);
    s += pixelStep;
    a2.fma(scaleA, shiftA).intoArray(sums, s);
    s += pixelStep;
    a3.fma(scaleA, shiftA).intoArray(sums, s);
    s += pixelStep;
    a4.fma(scaleA, shiftA).intoArray(sums, s);
    s += pixelStep;
    a5.fma(scaleA, shiftA).intoArray(sums, s);
    s += pixelStep;
    a6.fma(scaleA, shiftA).intoArray(sums, s);
    s += pixelStep;
    a7.fma(scaleA, shiftA).intoArray(sums, s);
  }

  /** Does as {@link #sumRows} for two vectors of lanes. */
  static void sumTwoRows(
      float[] image,
      int[] starts,
      int startsAt,
      int behind,
      int depth,
      float[] weights,
      int weightsAt,
      float[] bias,
      float[] scale,
      float[] shift,
      int lane,
      float[] sums,
      int to,
      int pixelStep) {
    int x0 = starts[startsAt] + behind;
    int x1 = starts[startsAt + 1] + behind;
    int x2 = starts[startsAt + 2] + behind;
    int x3 = starts[startsAt + 3] + behind;
    int x4 = starts[startsAt + 4] + behind;
    int x5 = starts[startsAt + 5] + behind;
    int x6 = starts[startsAt + 6] + behind;
    int x7 = starts[startsAt + 7] + behind;
    FloatVector a0 = FloatVector.fromArray(FLOATS, bias, lane);
    FloatVector b0 = FloatVector.fromArray(FLOATS, bias, lane + LANES);
    FloatVector a1 = a0;
    FloatVector b1 = b0;
    FloatVector a2 = a0;
    FloatVector b2 = b0;
    FloatVector a3 = a0;
    FloatVector b3 = b0;
    FloatVector a4 = a0;
    FloatVector b4 = b0;
    FloatVector a5 = a0;
    FloatVector b5 = b0;
    FloatVector a6 = a0;
    FloatVector b6 = b0;
    FloatVector a7 = a0;
    FloatVector b7 = b0;
    int w = weightsAt;
    for (int k = 0; k < depth; k++, w += TILE) {
      FloatVector wa = FloatVector.fromArray(FLOATS, weights, w);
      FloatVector wb = FloatVector.fromArray(FLOATS, weights, w + LANES);
      FloatVector v = FloatVector.broadcast(FLOATS, image[x0 + k]);
      a0 = v.fma(wa, a0);
      b0 = v.fma(wb, b0);
      v = FloatVector.broadcast(FLOATS, image[x1 + k]);
      a1 = v.fma(wa, a1);
      b1 = v.fma(wb, b1);
      v = FloatVector.broadcast(FLOATS, image[x2 + k]);
      a2 = v.fma(wa, a2);
      b2 = v.fma(wb, b2);
      v = FloatVector.broadcast(FLOATS, image[x3 + k]);
      a3 = v.fma(wa, a3);
      b3 = v.fma(wb, b3);
      v = FloatVector.broadcast(FLOATS, image[x4 + k]);
      a4 = v.fma(wa, a4);
      b4 = v.fma(wb, b4);
      v = FloatVector.broadcast(FLOATS, image[x5 + k]);
      a5 = v.fma(wa, a5);
      b5 = v.fma(wb, b5);
      v = FloatVector.broadcast(FLOATS, image[x6 + k]);
      a6 = v.fma(wa, a6);
      b6 = v.fma(wb, b6);
      v = FloatVector.broadcast(FLOATS, image[x7 + k]);
      a7 = v.fma(wa, a7);
      b7 = v.fma(wb, b7);
    }
    FloatVector scaleA = FloatVector.fromArray(FLOATS, scale, lane);
    FloatVector scaleB = FloatVector.fromArray(FLOATS, scale, lane + LANES);
    FloatVector shiftA = FloatVector.fromArray(FLOATS, shift, lane);
    FloatVector shiftB = FloatVector.fromArray(FLOATS, shift, lane + LANES);
    int s = to;
    a0.fma(scaleA, shiftA).intoArray(sums, s);
    b0.fma(scaleB, shiftB).intoArray(sums, s + LANES);
    s += pixelStep;
    a1.fma(scaleA, shiftA).intoArray(sums, s);
    b1.fma(scaleB, shiftB).intoArray(sums, s + LANES);
    s += pixelStep;
    a2.fma(scaleA, shiftA).intoArray(sums, s);
    b2.fma(scaleB, shiftB).intoArray(sums, s + LANES);
    s += pixelStep;
    a3.fma(scaleA, shiftA).intoArray(sums, s);
    b3.fma(scaleB, shiftB).intoArray(sums, s + LANES);
    s += pixelStep;
    a4.fma(scaleA, shiftA).intoArray(sums, s);
    b4.fma(scaleB, shiftB).intoArray(sums, s + LANES);
    s += pixelStep;
    a5.fma(scaleA, shiftA).intoArray(sums, s);
    b5.fma(scaleB, shiftB).intoArray(sums, s + LANES);
    s += pixelStep;
    a6.fma(scaleA, shiftA).intoArray(sums, s);
    b6.fma(scaleB, shiftB).intoArray(sums, s + LANES);
    s += pixelStep;
    a7.fma(scaleA, shiftA).intoArray(sums, s);
    b7.fma(scaleB, shiftB).intoArray(sums, s + LANES);
  }
}
