// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.kernel;

import static jdk.incubator.vector.VectorOperators.GE;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Begins streams: convolves in single precision, scales, shifts and compares, for the eight pixels
 * of a block and two vectors of lanes without leaving the registers. Block after block of a strip
 * in one loop, and what a run needs in fields, for the reasons {@link StreamBlocks} has. Windows
 * whose numbers lie in rows and those whose pixels do have a loop each: one for both took a tenth
 * longer, as it keeps eight places and offsets.
 */
final class FloatStreams {

  private static final int BLOCK = Kernel.BLOCK;
  private static final int TILE = Kernel.TILE;
  private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = FLOATS.length();

  private float[] image = {};
  private int[] starts = {};
  private int blocks;

  /** How far the windows of the group start behind those of the first. */
  private int behind;

  private int[] offsets = {};

  /** The numbers of a window. */
  private int depth;

  private float[] weights = {};

  /** Where the weights of the first lane start. */
  private int weightsAt;

  /** How far the weights of a number lie behind those of the one before. */
  private int weightStep;

  private float[] bias = {};
  private float[] scale = {};
  private float[] shift = {};
  private float[] thresholds = {};

  /** The first lane. */
  private int lane;

  /** The bit of the first lane, which is 0 for the first lanes of a tile. */
  private int bit0;

  /** The inversions of the tile. */
  private int inversion;

  private float[] stream = {};

  /** Where the first pixel of the stream starts. */
  private int streamAt;

  /** The lanes of a pixel. */
  private int lanes;

  private int[] bits = {};
  private int[] bitStarts = {};

  /** How far the bits of the tile lie behind those of the first. */
  private int bitsBehind;

  /** Returns whether this can do it: all lanes are output channels, and no window is gathered. */
  static boolean takes(int[] starts, int blocks, FloatFilters filters) {
    if (filters.outputs() % TILE != 0) {
      return false;
    }
    boolean inPlace = true;
    for (int block = 0; block < blocks; block++) {
      inPlace &= Gather.areNeighbours(starts, block * BLOCK, BLOCK);
    }
    return inPlace || filters.windowsAreRows();
  }

  /**
   * Does as {@link Kernel#stream(float[], int[], int, FloatFilters, float[], float[], float[],
   * int[], float[], int, int[], int[], int)}.
   */
  void stream(
      float[] image,
      int[] starts,
      int blocks,
      FloatFilters filters,
      float[] scale,
      float[] shift,
      float[] thresholds,
      int[] inversions,
      float[] stream,
      int to,
      int[] bits,
      int[] bitStarts,
      int tileStep) {
    this.image = image;
    this.starts = starts;
    this.blocks = blocks;
    this.offsets = filters.offsets();
    this.depth = filters.depth();
    this.weights = filters.weights();
    this.weightStep = TILE;
    this.bias = filters.bias();
    this.scale = scale;
    this.shift = shift;
    this.thresholds = thresholds;
    this.stream = stream;
    this.streamAt = to;
    this.lanes = filters.tiles() * TILE;
    this.bits = bits;
    this.bitStarts = bitStarts;
    boolean rows = filters.windowsAreRows();
    for (int tile = 0; tile < filters.tiles(); tile++) {
      behind = tile / filters.tilesPerGroup() * filters.groupStep();
      inversion = inversions[tile];
      bitsBehind = tile * tileStep;
      for (bit0 = 0; bit0 < TILE; bit0 += 2 * LANES) {
        weightsAt = tile * depth * TILE + bit0;
        lane = tile * TILE + bit0;
        if (rows) {
          rows();
        } else {
          neighbours();
        }
      }
    }
  }

  /** Runs all blocks for two vectors of lanes; a number of the eight pixels lies in a row. */
  private void neighbours() {
    for (int block = 0; block < blocks; block++) {
      final float[] bias = this.bias;
      final int lane = this.lane;
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
      final float[] image = this.image;
      final int[] offsets = this.offsets;
      final float[] weights = this.weights;
      final int weightStep = this.weightStep;
      final int depth = this.depth;
      int at = starts[block * BLOCK] + behind;
      int w = weightsAt;
      for (int k = 0; k < depth; k++, w += weightStep) {
        int x = at + offsets[k];
        FloatVector wa = FloatVector.fromArray(FLOATS, weights, w);
        FloatVector wb = FloatVector.fromArray(FLOATS, weights, w + LANES);
        FloatVector v = FloatVector.broadcast(FLOATS, image[x]);
        a0 = v.fma(wa, a0);
        b0 = v.fma(wb, b0);
        v = FloatVector.broadcast(FLOATS, image[x + 1]);
        a1 = v.fma(wa, a1);
        b1 = v.fma(wb, b1);
        v = FloatVector.broadcast(FLOATS, image[x + 2]);
        a2 = v.fma(wa, a2);
        b2 = v.fma(wb, b2);
        v = FloatVector.broadcast(FLOATS, image[x + 3]);
        a3 = v.fma(wa, a3);
        b3 = v.fma(wb, b3);
        v = FloatVector.broadcast(FLOATS, image[x + 4]);
        a4 = v.fma(wa, a4);
        b4 = v.fma(wb, b4);
        v = FloatVector.broadcast(FLOATS, image[x + 5]);
        a5 = v.fma(wa, a5);
        b5 = v.fma(wb, b5);
        v = FloatVector.broadcast(FLOATS, image[x + 6]);
        a6 = v.fma(wa, a6);
        b6 = v.fma(wb, b6);
        v = FloatVector.broadcast(FLOATS, image[x + 7]);
        a7 = v.fma(wa, a7);
        b7 = v.fma(wb, b7);
      }
      final FloatVector scaleA = FloatVector.fromArray(FLOATS, scale, lane);
      final FloatVector scaleB = FloatVector.fromArray(FLOATS, scale, lane + LANES);
      final FloatVector shiftA = FloatVector.fromArray(FLOATS, shift, lane);
      final FloatVector shiftB = FloatVector.fromArray(FLOATS, shift, lane + LANES);
      final FloatVector limitA = FloatVector.fromArray(FLOATS, thresholds, lane);
      final FloatVector limitB = FloatVector.fromArray(FLOATS, thresholds, lane + LANES);
      final float[] stream = this.stream;
      final int[] bits = this.bits;
      final int inversion = this.inversion;
      final int lanes = this.lanes;
      int to = streamAt + block * BLOCK * lanes + lane;
      int bit = bitStarts[block] + bitsBehind;
      a0 = a0.fma(scaleA, shiftA);
      a0.intoArray(stream, to);
      b0 = b0.fma(scaleB, shiftB);
      b0.intoArray(stream, to + LANES);
      long reached = a0.compare(GE, limitA).toLong() | b0.compare(GE, limitB).toLong() << LANES;
      bits[bit] = (bit0 == 0 ? inversion : bits[bit]) ^ (int) reached << bit0;
      to += lanes;
      a1 = a1.fma(scaleA, shiftA);
      a1.intoArray(stream, to);
      b1 = b1.fma(scaleB, shiftB);
      b1.intoArray(stream, to + LANES);
      reached = a1.compare(GE, limitA).toLong() | b1.compare(GE, limitB).toLong() << LANES;
      bits[bit + 1] = (bit0 == 0 ? inversion : bits[bit + 1]) ^ (int) reached << bit0;
      to += lanes;
      a2 = a2.fma(scaleA, shiftA);
      a2.intoArray(stream, to);
      b2 = b2.fma(scaleB, shiftB);
      b2.intoArray(stream, to + LANES);
      reached = a2.compare(GE, limitA).toLong() | b2.compare(GE, limitB).toLong() << LANES;
      bits[bit + 2] = (bit0 == 0 ? inversion : bits[bit + 2]) ^ (int) reached << bit0;
      to += lanes;
      a3 = a3.fma(scaleA, shiftA);
      a3.intoArray(stream, to);
      b3 = b3.fma(scaleB, shiftB);
      b3.intoArray(stream, to + LANES);
      reached = a3.compare(GE, limitA).toLong() | b3.compare(GE, limitB).toLong() << LANES;
      bits[bit + 3] = (bit0 == 0 ? inversion : bits[bit + 3]) ^ (int) reached << bit0;
      to += lanes;
      a4 = a4.fma(scaleA, shiftA);
      a4.intoArray(stream, to);
      b4 = b4.fma(scaleB, shiftB);
      b4.intoArray(stream, to + LANES);
      reached = a4.compare(GE, limitA).toLong() | b4.compare(GE, limitB).toLong() << LANES;
      bits[bit + 4] = (bit0 == 0 ? inversion : bits[bit + 4]) ^ (int) reached << bit0;
      to += lanes;
      a5 = a5.fma(scaleA, shiftA);
      a5.intoArray(stream, to);
      b5 = b5.fma(scaleB, shiftB);
      b5.intoArray(stream, to + LANES);
      reached = a5.compare(GE, limitA).toLong() | b5.compare(GE, limitB).toLong() << LANES;
      bits[bit + 5] = (bit0 == 0 ? inversion : bits[bit + 5]) ^ (int) reached << bit0;
      to += lanes;
      a6 = a6.fma(scaleA, shiftA);
      a6.intoArray(stream, to);
      b6 = b6.fma(scaleB, shiftB);
      b6.intoArray(stream, to + LANES);
      reached = a6.compare(GE, limitA).toLong() | b6.compare(GE, limitB).toLong() << LANES;
      bits[bit + 6] = (bit0 == 0 ? inversion : bits[bit + 6]) ^ (int) reached << bit0;
      to += lanes;
      a7 = a7.fma(scaleA, shiftA);
      a7.intoArray(stream, to);
      b7 = b7.fma(scaleB, shiftB);
      b7.intoArray(stream, to + LANES);
      reached = a7.compare(GE, limitA).toLong() | b7.compare(GE, limitB).toLong() << LANES;
      bits[bit + 7] = (bit0 == 0 ? inversion : bits[bit + 7]) ^ (int) reached << bit0;
    }
  }

  /** Runs all blocks for two vectors of lanes; the numbers of a window lie in a row. */
  private void rows() {
    for (int block = 0; block < blocks; block++) {
      final float[] bias = this.bias;
      final int lane = this.lane;
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
      final float[] image = this.image;
      final float[] weights = this.weights;
      final int depth = this.depth;
      int x0 = starts[block * BLOCK] + behind;
      int x1 = starts[block * BLOCK + 1] + behind;
      int x2 = starts[block * BLOCK + 2] + behind;
      int x3 = starts[block * BLOCK + 3] + behind;
      int x4 = starts[block * BLOCK + 4] + behind;
      int x5 = starts[block * BLOCK + 5] + behind;
      int x6 = starts[block * BLOCK + 6] + behind;
      int x7 = starts[block * BLOCK + 7] + behind;
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
      final FloatVector scaleA = FloatVector.fromArray(FLOATS, scale, lane);
      final FloatVector scaleB = FloatVector.fromArray(FLOATS, scale, lane + LANES);
      final FloatVector shiftA = FloatVector.fromArray(FLOATS, shift, lane);
      final FloatVector shiftB = FloatVector.fromArray(FLOATS, shift, lane + LANES);
      final FloatVector limitA = FloatVector.fromArray(FLOATS, thresholds, lane);
      final FloatVector limitB = FloatVector.fromArray(FLOATS, thresholds, lane + LANES);
      final float[] stream = this.stream;
      final int[] bits = this.bits;
      final int inversion = this.inversion;
      final int lanes = this.lanes;
      int to = streamAt + block * BLOCK * lanes + lane;
      int bit = bitStarts[block] + bitsBehind;
      a0 = a0.fma(scaleA, shiftA);
      a0.intoArray(stream, to);
      b0 = b0.fma(scaleB, shiftB);
      b0.intoArray(stream, to + LANES);
      long reached = a0.compare(GE, limitA).toLong() | b0.compare(GE, limitB).toLong() << LANES;
      bits[bit] = (bit0 == 0 ? inversion : bits[bit]) ^ (int) reached << bit0;
      to += lanes;
      a1 = a1.fma(scaleA, shiftA);
      a1.intoArray(stream, to);
      b1 = b1.fma(scaleB, shiftB);
      b1.intoArray(stream, to + LANES);
      reached = a1.compare(GE, limitA).toLong() | b1.compare(GE, limitB).toLong() << LANES;
      bits[bit + 1] = (bit0 == 0 ? inversion : bits[bit + 1]) ^ (int) reached << bit0;
      to += lanes;
      a2 = a2.fma(scaleA, shiftA);
      a2.intoArray(stream, to);
      b2 = b2.fma(scaleB, shiftB);
      b2.intoArray(stream, to + LANES);
      reached = a2.compare(GE, limitA).toLong() | b2.compare(GE, limitB).toLong() << LANES;
      bits[bit + 2] = (bit0 == 0 ? inversion : bits[bit + 2]) ^ (int) reached << bit0;
      to += lanes;
      a3 = a3.fma(scaleA, shiftA);
      a3.intoArray(stream, to);
      b3 = b3.fma(scaleB, shiftB);
      b3.intoArray(stream, to + LANES);
      reached = a3.compare(GE, limitA).toLong() | b3.compare(GE, limitB).toLong() << LANES;
      bits[bit + 3] = (bit0 == 0 ? inversion : bits[bit + 3]) ^ (int) reached << bit0;
      to += lanes;
      a4 = a4.fma(scaleA, shiftA);
      a4.intoArray(stream, to);
      b4 = b4.fma(scaleB, shiftB);
      b4.intoArray(stream, to + LANES);
      reached = a4.compare(GE, limitA).toLong() | b4.compare(GE, limitB).toLong() << LANES;
      bits[bit + 4] = (bit0 == 0 ? inversion : bits[bit + 4]) ^ (int) reached << bit0;
      to += lanes;
      a5 = a5.fma(scaleA, shiftA);
      a5.intoArray(stream, to);
      b5 = b5.fma(scaleB, shiftB);
      b5.intoArray(stream, to + LANES);
      reached = a5.compare(GE, limitA).toLong() | b5.compare(GE, limitB).toLong() << LANES;
      bits[bit + 5] = (bit0 == 0 ? inversion : bits[bit + 5]) ^ (int) reached << bit0;
      to += lanes;
      a6 = a6.fma(scaleA, shiftA);
      a6.intoArray(stream, to);
      b6 = b6.fma(scaleB, shiftB);
      b6.intoArray(stream, to + LANES);
      reached = a6.compare(GE, limitA).toLong() | b6.compare(GE, limitB).toLong() << LANES;
      bits[bit + 6] = (bit0 == 0 ? inversion : bits[bit + 6]) ^ (int) reached << bit0;
      to += lanes;
      a7 = a7.fma(scaleA, shiftA);
      a7.intoArray(stream, to);
      b7 = b7.fma(scaleB, shiftB);
      b7.intoArray(stream, to + LANES);
      reached = a7.compare(GE, limitA).toLong() | b7.compare(GE, limitB).toLong() << LANES;
      bits[bit + 7] = (bit0 == 0 ? inversion : bits[bit + 7]) ^ (int) reached << bit0;
    }
  }
}
