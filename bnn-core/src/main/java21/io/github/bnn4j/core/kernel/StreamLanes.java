// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.kernel;

import static jdk.incubator.vector.VectorOperators.GE;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.I2F;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * What happens to a stream of numbers between two binary convolutions. A vector of lanes at a time
 * for all pixels of a strip, so that what belongs to the lanes stays in registers.
 */
final class StreamLanes {

  private static final int BLOCK = Kernel.BLOCK;
  private static final int TILE = Kernel.TILE;
  private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;
  private static final int LANES = FLOATS.length();

  private StreamLanes() {}

  static void end(int[] sums, int pixels, StreamEnd end, float[] shortcut, float[] out, int at) {
    int lanes = end.lanes();
    for (int lane = 0; lane < lanes; lane += LANES) {
      FloatVector scale = FloatVector.fromArray(FLOATS, end.scale(), lane);
      FloatVector shift = FloatVector.fromArray(FLOATS, end.shift(), lane);
      FloatVector center = FloatVector.fromArray(FLOATS, end.center(), lane);
      FloatVector slope = FloatVector.fromArray(FLOATS, end.slope(), lane);
      FloatVector offset = FloatVector.fromArray(FLOATS, end.offset(), lane);
      for (int from = lane; from < pixels * lanes; from += lanes) {
        FloatVector z = (FloatVector) IntVector.fromArray(INTS, sums, from).convert(I2F, 0);
        FloatVector y =
            scale.fma(z, shift).add(FloatVector.fromArray(FLOATS, shortcut, at + from)).sub(center);
        y.mul(slope).blend(y, y.compare(GT, 0)).add(offset).intoArray(out, at + from);
      }
    }
  }

  static void threshold(
      float[] values,
      int at,
      int blocks,
      float[] thresholds,
      int[] inversions,
      int[] bits,
      int bitsAt) {
    int tiles = inversions.length;
    int lanes = tiles * TILE;
    for (int tile = 0; tile < tiles; tile++) {
      for (int shift = 0; shift < TILE; shift += 2 * LANES) {
        int lane = tile * TILE + shift;
        FloatVector limitA = FloatVector.fromArray(FLOATS, thresholds, lane);
        FloatVector limitB = FloatVector.fromArray(FLOATS, thresholds, lane + LANES);
        int start = shift == 0 ? inversions[tile] : 0;
        for (int pixel = 0; pixel < blocks * BLOCK; pixel++) {
          int from = at + pixel * lanes + lane;
          long a = FloatVector.fromArray(FLOATS, values, from).compare(GE, limitA).toLong();
          long b = FloatVector.fromArray(FLOATS, values, from + LANES).compare(GE, limitB).toLong();
          int to = bitsAt + (pixel / BLOCK * tiles + tile) * BLOCK + pixel % BLOCK;
          int before = shift == 0 ? start : bits[to];
          bits[to] = before ^ (int) (a | b << LANES) << shift;
        }
      }
    }
  }
}
