// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.kernel;

import static jdk.incubator.vector.VectorOperators.GE;
import static jdk.incubator.vector.VectorOperators.I2F;
import static jdk.incubator.vector.VectorOperators.LE;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * What happens to a stream of numbers between two binary convolutions. Two vectors of lanes at a
 * time for many pixels, so that what belongs to the lanes stays in registers.
 */
final class StreamLanes {

  private static final int BLOCK = Kernel.BLOCK;
  private static final int TILE = Kernel.TILE;
  private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;
  private static final int LANES = FLOATS.length();

  private StreamLanes() {}

  /**
   * Makes the stream and the signs of some blocks, two vectors of lanes of them.
   *
   * @param counts twice the counts of disagreements, {@code [pixel][lane]}
   * @param bases rows of the sum where no count disagrees
   * @param row the row of all pixels
   * @param lane the first lane
   * @param at where the first pixel lies
   * @param shift the bit of the first lane
   * @param bitStarts where the bits of the blocks start
   * @param firstBlock the first block, of those
   * @param behind how far the bits of the tile start behind those
   */
  static void end(
      int[] counts,
      int blocks,
      int[] bases,
      int row,
      StreamEnd end,
      int lane,
      float[] shortcut,
      float[] out,
      int at,
      int shift,
      int[] bits,
      int[] bitStarts,
      int firstBlock,
      int behind) {
    IntVector baseA = IntVector.fromArray(INTS, bases, row + lane);
    IntVector baseB = IntVector.fromArray(INTS, bases, row + lane + LANES);
    FloatVector scaleA = FloatVector.fromArray(FLOATS, end.scale(), lane);
    FloatVector scaleB = FloatVector.fromArray(FLOATS, end.scale(), lane + LANES);
    FloatVector shiftA = FloatVector.fromArray(FLOATS, end.shift(), lane);
    FloatVector shiftB = FloatVector.fromArray(FLOATS, end.shift(), lane + LANES);
    FloatVector centerA = FloatVector.fromArray(FLOATS, end.center(), lane);
    FloatVector centerB = FloatVector.fromArray(FLOATS, end.center(), lane + LANES);
    FloatVector slopeA = FloatVector.fromArray(FLOATS, end.slope(), lane);
    FloatVector slopeB = FloatVector.fromArray(FLOATS, end.slope(), lane + LANES);
    FloatVector offsetA = FloatVector.fromArray(FLOATS, end.offset(), lane);
    FloatVector offsetB = FloatVector.fromArray(FLOATS, end.offset(), lane + LANES);
    FloatVector limitA = FloatVector.fromArray(FLOATS, end.thresholds(), lane);
    FloatVector limitB = FloatVector.fromArray(FLOATS, end.thresholds(), lane + LANES);
    int inversion = end.inversions()[lane / TILE];
    int lanes = end.lanes();
    for (int block = 0; block < blocks; block++) {
      int bit = bitStarts[firstBlock + block] + behind;
      int first = block * BLOCK * lanes + lane;
      for (int pixel = 0; pixel < BLOCK; pixel++) {
        int from = first + pixel * lanes;
        int to = at + from;
        FloatVector a =
            (FloatVector) baseA.sub(IntVector.fromArray(INTS, counts, from)).convert(I2F, 0);
        a = scaleA.fma(a, shiftA).add(FloatVector.fromArray(FLOATS, shortcut, to)).sub(centerA);
        a = a.mul(slopeA, a.compare(LE, 0)).add(offsetA);
        a.intoArray(out, to);
        from += LANES;
        to += LANES;
        FloatVector b =
            (FloatVector) baseB.sub(IntVector.fromArray(INTS, counts, from)).convert(I2F, 0);
        b = scaleB.fma(b, shiftB).add(FloatVector.fromArray(FLOATS, shortcut, to)).sub(centerB);
        b = b.mul(slopeB, b.compare(LE, 0)).add(offsetB);
        b.intoArray(out, to);
        long signs = a.compare(GE, limitA).toLong() | b.compare(GE, limitB).toLong() << LANES;
        int before = shift == 0 ? inversion : bits[bit + pixel];
        bits[bit + pixel] = before ^ (int) signs << shift;
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
