// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** Pools of numbers, a vector of lanes at a time; the lanes left over one by one. */
final class PoolLanes {

  private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = FLOATS.length();

  private PoolLanes() {}

  static void mean(
      float[] values, int[] taps, int tapCount, int lanes, float divisor, float[] out, int to) {
    int lane = 0;
    for (; lane < FLOATS.loopBound(lanes); lane += LANES) {
      FloatVector sum = FloatVector.zero(FLOATS);
      for (int tap = 0; tap < tapCount; tap++) {
        sum = sum.add(FloatVector.fromArray(FLOATS, values, taps[tap] + lane));
      }
      sum.div(divisor).intoArray(out, to + lane);
    }
    for (; lane < lanes; lane++) {
      float sum = 0;
      for (int tap = 0; tap < tapCount; tap++) {
        sum += values[taps[tap] + lane];
      }
      out[to + lane] = sum / divisor;
    }
  }

  static void max(float[] values, int[] taps, int tapCount, int lanes, float[] out, int to) {
    int lane = 0;
    for (; lane < FLOATS.loopBound(lanes); lane += LANES) {
      FloatVector largest = FloatVector.broadcast(FLOATS, Float.NEGATIVE_INFINITY);
      for (int tap = 0; tap < tapCount; tap++) {
        largest = largest.max(FloatVector.fromArray(FLOATS, values, taps[tap] + lane));
      }
      largest.intoArray(out, to + lane);
    }
    for (; lane < lanes; lane++) {
      float largest = Float.NEGATIVE_INFINITY;
      for (int tap = 0; tap < tapCount; tap++) {
        largest = Math.max(largest, values[taps[tap] + lane]);
      }
      out[to + lane] = largest;
    }
  }
}
