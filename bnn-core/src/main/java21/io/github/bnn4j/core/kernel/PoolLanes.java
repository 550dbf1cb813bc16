// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.kernel;

import static jdk.incubator.vector.VectorOperators.EQ;
import static jdk.incubator.vector.VectorOperators.GE;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/** Pools of numbers and sums, a vector of lanes at a time; the lanes left over one by one. */
final class PoolLanes {

  private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;
  private static final int LANES = FLOATS.length();
  private static final int MANTISSA = (1 << 23) - 1;

  private PoolLanes() {}

  static void mean(
      float[] values,
      int[] taps,
      int tapCount,
      int pixels,
      int step,
      int lanes,
      float divisor,
      float[] out,
      int to) {
    // the inverse of a power of two is exact, and so is a product the quotient
    boolean isPower = (Float.floatToRawIntBits(divisor) & MANTISSA) == 0;
    if (tapCount == 4 && isPower && FLOATS.loopBound(lanes) == lanes) {
      meanOfFour(
          values, taps[0], taps[1], taps[2], taps[3], pixels, step, lanes, 1 / divisor, out, to);
      return;
    }
    for (int pixel = 0; pixel < pixels; pixel++) {
      int behind = pixel * step;
      int start = to + pixel * lanes;
      int lane = 0;
      for (; lane < FLOATS.loopBound(lanes); lane += LANES) {
        FloatVector sum = FloatVector.zero(FLOATS);
        for (int tap = 0; tap < tapCount; tap++) {
          sum = sum.add(FloatVector.fromArray(FLOATS, values, taps[tap] + behind + lane));
        }
        FloatVector mean = isPower ? sum.mul(1 / divisor) : sum.div(divisor);
        mean.intoArray(out, start + lane);
      }
      for (; lane < lanes; lane++) {
        float sum = 0;
        for (int tap = 0; tap < tapCount; tap++) {
          sum += values[taps[tap] + behind + lane];
        }
        out[start + lane] = sum / divisor;
      }
    }
  }

  /** Does the same for windows of four taps, without a loop over them. */
  private static void meanOfFour(
      float[] values,
      int tap0,
      int tap1,
      int tap2,
      int tap3,
      int pixels,
      int step,
      int lanes,
      float factor,
      float[] out,
      int to) {
    for (int pixel = 0; pixel < pixels; pixel++) {
      int behind = pixel * step;
      int start = to + pixel * lanes;
      for (int lane = 0; lane < lanes; lane += LANES) {
        int at = behind + lane;
        FloatVector.zero(FLOATS)
            .add(FloatVector.fromArray(FLOATS, values, tap0 + at))
            .add(FloatVector.fromArray(FLOATS, values, tap1 + at))
            .add(FloatVector.fromArray(FLOATS, values, tap2 + at))
            .add(FloatVector.fromArray(FLOATS, values, tap3 + at))
            .mul(factor)
            .intoArray(out, start + lane);
      }
    }
  }

  static void max(
      float[] values,
      int[] taps,
      int tapCount,
      int pixels,
      int step,
      int lanes,
      float[] out,
      int to) {
    for (int pixel = 0; pixel < pixels; pixel++) {
      int behind = pixel * step;
      int start = to + pixel * lanes;
      int lane = 0;
      for (; lane < FLOATS.loopBound(lanes); lane += LANES) {
        FloatVector largest = FloatVector.broadcast(FLOATS, Float.NEGATIVE_INFINITY);
        for (int tap = 0; tap < tapCount; tap++) {
          largest = largest.max(FloatVector.fromArray(FLOATS, values, taps[tap] + behind + lane));
        }
        largest.intoArray(out, start + lane);
      }
      for (; lane < lanes; lane++) {
        float largest = Float.NEGATIVE_INFINITY;
        for (int tap = 0; tap < tapCount; tap++) {
          largest = Math.max(largest, values[taps[tap] + behind + lane]);
        }
        out[start + lane] = largest;
      }
    }
  }

  /** Does as {@link Kernel#pooledThreshold}. */
  static void threshold(
      int[] sums,
      int[] taps,
      int tapCount,
      int[] cuts,
      int[] limits,
      int[] inversions,
      int[] bits,
      int bitsAt) {
    for (int tile = 0; tile < inversions.length; tile++) {
      int word = inversions[tile];
      for (int shift = 0; shift < Kernel.TILE; shift += 2 * LANES) {
        word ^= pooled(sums, taps, tapCount, cuts, limits, tile * Kernel.TILE + shift) << shift;
      }
      bits[bitsAt + tile * Kernel.BLOCK] = word;
    }
  }

  /** Pools two vectors of lanes. */
  private static int pooled(
      int[] sums, int[] taps, int tapCount, int[] cuts, int[] limits, int lane) {
    IntVector cutA = IntVector.fromArray(INTS, cuts, lane);
    IntVector cutB = IntVector.fromArray(INTS, cuts, lane + LANES);
    IntVector countA = IntVector.zero(INTS);
    IntVector countB = countA;
    IntVector totalA = countA;
    IntVector totalB = countA;
    for (int tap = 0; tap < tapCount; tap++) {
      int at = taps[tap] + lane;
      IntVector a = IntVector.fromArray(INTS, sums, at);
      VectorMask<Integer> passes = a.compare(GE, cutA);
      totalA = totalA.add(a, passes);
      countA = countA.add(1, passes);
      IntVector b = IntVector.fromArray(INTS, sums, at + LANES);
      passes = b.compare(GE, cutB);
      totalB = totalB.add(b, passes);
      countB = countB.add(1, passes);
    }
    IntVector limitA = IntVector.fromArray(INTS, limits, lane);
    IntVector limitB = IntVector.fromArray(INTS, limits, lane + LANES);
    int at = lane;
    for (int count = 1; count <= tapCount; count++) {
      at += cuts.length;
      IntVector other = IntVector.fromArray(INTS, limits, at);
      limitA = limitA.blend(other, countA.compare(EQ, count));
      other = IntVector.fromArray(INTS, limits, at + LANES);
      limitB = limitB.blend(other, countB.compare(EQ, count));
    }
    long a = totalA.compare(GE, limitA).toLong();
    long b = totalB.compare(GE, limitB).toLong();
    return (int) (a | b << LANES);
  }
}
