// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** Pools of numbers, a vector of lanes at a time; the lanes left over one by one. */
final class PoolLanes {

  private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
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
}
