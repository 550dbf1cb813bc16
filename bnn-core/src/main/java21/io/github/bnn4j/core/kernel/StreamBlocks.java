// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.kernel;

import static jdk.incubator.vector.VectorOperators.BIT_COUNT;
import static jdk.incubator.vector.VectorOperators.GE;
import static jdk.incubator.vector.VectorOperators.I2F;
import static jdk.incubator.vector.VectorOperators.LE;
import static jdk.incubator.vector.VectorOperators.XOR;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Ends residual blocks where they are counted: the counts of the eight pixels of a block and two
 * vectors of lanes become a stream and its signs without leaving the registers. Block after block
 * of a strip in one loop, since a call for each took as long as a sixth of its counting.
 *
 * <p>What a run needs are fields, not parameters: as local variables they took the registers of the
 * addresses. The steps from word to word are fields too, because the compiler checks the bounds of
 * a loop whose step it knows before the loop, number by number for every block, but those of others
 * inside, where that takes no time. Written out for the reason {@link BinaryBlock} is.
 *
 * <p>A few more vector operations in it are more than the JVM's first compiler takes, and then the
 * second may never get to it: the bases of each pixel were too many. So the pixels of a block
 * between its first and its last share a row of them.
 */
final class StreamBlocks {

  private static final int BLOCK = Kernel.BLOCK;
  private static final int TILE = Kernel.TILE;
  private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;
  private static final int LANES = FLOATS.length();

  private int[] windows = {};

  /** Where the window of the first block starts. */
  private int windowsAt;

  /** How far a block starts behind the one before. */
  private int stride;

  private int blocks;

  /** How far the pixels of a word lie behind those of the word before. */
  private int windowStep;

  private int[] words = {};

  /** Where the words of the first lane start. */
  private int wordsAt;

  /** How far a word of a filter lies behind the one before. */
  private int wordStep;

  /** The words of a window. */
  private int depth;

  private int[] bases = {};
  private int[] rows = {};

  /** The first lane. */
  private int lane;

  /** The bit of the first lane, which is 0 for the first lanes of a tile. */
  private int shift;

  /** The inversions of the tile. */
  private int inversion;

  private float[] stream = {};

  /** Where the first pixel of the stream starts. */
  private int streamAt;

  private int[] bits = {};
  private int[] bitStarts = {};

  /** How far the bits of the tile lie behind those of the first. */
  private int bitsBehind;

  /** Does as {@link Kernel#stream}. */
  void stream(
      int[] windows,
      int at,
      int stride,
      int blocks,
      BinaryFilters filters,
      int[] bases,
      int[] rows,
      StreamEnd end,
      float[] stream,
      int to,
      int[] bits,
      int[] bitStarts,
      int tileStep) {
    this.windows = windows;
    this.stride = stride;
    this.blocks = blocks;
    this.windowStep = BLOCK;
    this.words = filters.words();
    this.wordStep = TILE;
    this.depth = filters.depth();
    this.bases = bases;
    this.rows = rows;
    this.stream = stream;
    this.streamAt = to;
    this.bits = bits;
    this.bitStarts = bitStarts;
    for (int tile = 0; tile < filters.tiles(); tile++) {
      bitsBehind = tile * tileStep;
      inversion = end.inversions()[tile];
      windowsAt = at + tile / filters.tilesPerGroup() * depth * BLOCK;
      for (shift = 0; shift < TILE; shift += 2 * LANES) {
        wordsAt = tile * depth * TILE + shift;
        lane = tile * TILE + shift;
        run(end);
      }
    }
  }

  /** Runs all blocks for two vectors of lanes. */
  private void run(StreamEnd end) {
    for (int block = 0; block < blocks; block++) {
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
      final int[] windows = this.windows;
      final int windowStep = this.windowStep;
      final int[] words = this.words;
      final int wordStep = this.wordStep;
      final int depth = this.depth;
      int x = windowsAt + block * stride;
      int w = wordsAt;
      for (int k = 0; k < depth; k++, x += windowStep, w += wordStep) {
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
      final int[] bases = this.bases;
      final int[] rows = this.rows;
      final int[] bits = this.bits;
      final float[] stream = this.stream;
      final int lane = this.lane;
      final int shift = this.shift;
      final int inversion = this.inversion;
      final int lanes = end.lanes();
      int to = streamAt + block * BLOCK * lanes + lane;
      int bit = bitStarts[block] + bitsBehind;
      final FloatVector scaleA = FloatVector.fromArray(FLOATS, end.scale(), lane);
      final FloatVector scaleB = FloatVector.fromArray(FLOATS, end.scale(), lane + LANES);
      final FloatVector biasA = FloatVector.fromArray(FLOATS, end.shift(), lane);
      final FloatVector biasB = FloatVector.fromArray(FLOATS, end.shift(), lane + LANES);
      final FloatVector centerA = FloatVector.fromArray(FLOATS, end.center(), lane);
      final FloatVector centerB = FloatVector.fromArray(FLOATS, end.center(), lane + LANES);
      final FloatVector slopeA = FloatVector.fromArray(FLOATS, end.slope(), lane);
      final FloatVector slopeB = FloatVector.fromArray(FLOATS, end.slope(), lane + LANES);
      final FloatVector offsetA = FloatVector.fromArray(FLOATS, end.offset(), lane);
      final FloatVector offsetB = FloatVector.fromArray(FLOATS, end.offset(), lane + LANES);
      final FloatVector limitA = FloatVector.fromArray(FLOATS, end.thresholds(), lane);
      final FloatVector limitB = FloatVector.fromArray(FLOATS, end.thresholds(), lane + LANES);
      int row = rows[block * BLOCK] + lane;
      IntVector baseA = IntVector.fromArray(INTS, bases, row);
      IntVector baseB = IntVector.fromArray(INTS, bases, row + LANES);
      FloatVector c = (FloatVector) baseA.sub(a0.add(a0)).convert(I2F, 0);
      c = c.fma(scaleA, biasA).add(FloatVector.fromArray(FLOATS, stream, to)).sub(centerA);
      c = c.mul(slopeA, c.compare(LE, 0)).add(offsetA);
      c.intoArray(stream, to);
      FloatVector d = (FloatVector) baseB.sub(b0.add(b0)).convert(I2F, 0);
      d = d.fma(scaleB, biasB).add(FloatVector.fromArray(FLOATS, stream, to + LANES)).sub(centerB);
      d = d.mul(slopeB, d.compare(LE, 0)).add(offsetB);
      d.intoArray(stream, to + LANES);
      long reached = c.compare(GE, limitA).toLong() | d.compare(GE, limitB).toLong() << LANES;
      bits[bit] = (shift == 0 ? inversion : bits[bit]) ^ (int) reached << shift;
      to += lanes;
      row = rows[block * BLOCK + 1] + lane;
      baseA = IntVector.fromArray(INTS, bases, row);
      baseB = IntVector.fromArray(INTS, bases, row + LANES);
      c = (FloatVector) baseA.sub(a1.add(a1)).convert(I2F, 0);
      c = c.fma(scaleA, biasA).add(FloatVector.fromArray(FLOATS, stream, to)).sub(centerA);
      c = c.mul(slopeA, c.compare(LE, 0)).add(offsetA);
      c.intoArray(stream, to);
      d = (FloatVector) baseB.sub(b1.add(b1)).convert(I2F, 0);
      d = d.fma(scaleB, biasB).add(FloatVector.fromArray(FLOATS, stream, to + LANES)).sub(centerB);
      d = d.mul(slopeB, d.compare(LE, 0)).add(offsetB);
      d.intoArray(stream, to + LANES);
      reached = c.compare(GE, limitA).toLong() | d.compare(GE, limitB).toLong() << LANES;
      bits[bit + 1] = (shift == 0 ? inversion : bits[bit + 1]) ^ (int) reached << shift;
      to += lanes;
      c = (FloatVector) baseA.sub(a2.add(a2)).convert(I2F, 0);
      c = c.fma(scaleA, biasA).add(FloatVector.fromArray(FLOATS, stream, to)).sub(centerA);
      c = c.mul(slopeA, c.compare(LE, 0)).add(offsetA);
      c.intoArray(stream, to);
      d = (FloatVector) baseB.sub(b2.add(b2)).convert(I2F, 0);
      d = d.fma(scaleB, biasB).add(FloatVector.fromArray(FLOATS, stream, to + LANES)).sub(centerB);
      d = d.mul(slopeB, d.compare(LE, 0)).add(offsetB);
      d.intoArray(stream, to + LANES);
      reached = c.compare(GE, limitA).toLong() | d.compare(GE, limitB).toLong() << LANES;
      bits[bit + 2] = (shift == 0 ? inversion : bits[bit + 2]) ^ (int) reached << shift;
      to += lanes;
      c = (FloatVector) baseA.sub(a3.add(a3)).convert(I2F, 0);
      c = c.fma(scaleA, biasA).add(FloatVector.fromArray(FLOATS, stream, to)).sub(centerA);
      c = c.mul(slopeA, c.compare(LE, 0)).add(offsetA);
      c.intoArray(stream, to);
      d = (FloatVector) baseB.sub(b3.add(b3)).convert(I2F, 0);
      d = d.fma(scaleB, biasB).add(FloatVector.fromArray(FLOATS, stream, to + LANES)).sub(centerB);
      d = d.mul(slopeB, d.compare(LE, 0)).add(offsetB);
      d.intoArray(stream, to + LANES);
      reached = c.compare(GE, limitA).toLong() | d.compare(GE, limitB).toLong() << LANES;
      bits[bit + 3] = (shift == 0 ? inversion : bits[bit + 3]) ^ (int) reached << shift;
      to += lanes;
      c = (FloatVector) baseA.sub(a4.add(a4)).convert(I2F, 0);
      c = c.fma(scaleA, biasA).add(FloatVector.fromArray(FLOATS, stream, to)).sub(centerA);
      c = c.mul(slopeA, c.compare(LE, 0)).add(offsetA);
      c.intoArray(stream, to);
      d = (FloatVector) baseB.sub(b4.add(b4)).convert(I2F, 0);
      d = d.fma(scaleB, biasB).add(FloatVector.fromArray(FLOATS, stream, to + LANES)).sub(centerB);
      d = d.mul(slopeB, d.compare(LE, 0)).add(offsetB);
      d.intoArray(stream, to + LANES);
      reached = c.compare(GE, limitA).toLong() | d.compare(GE, limitB).toLong() << LANES;
      bits[bit + 4] = (shift == 0 ? inversion : bits[bit + 4]) ^ (int) reached << shift;
      to += lanes;
      c = (FloatVector) baseA.sub(a5.add(a5)).convert(I2F, 0);
      c = c.fma(scaleA, biasA).add(FloatVector.fromArray(FLOATS, stream, to)).sub(centerA);
      c = c.mul(slopeA, c.compare(LE, 0)).add(offsetA);
      c.intoArray(stream, to);
      d = (FloatVector) baseB.sub(b5.add(b5)).convert(I2F, 0);
      d = d.fma(scaleB, biasB).add(FloatVector.fromArray(FLOATS, stream, to + LANES)).sub(centerB);
      d = d.mul(slopeB, d.compare(LE, 0)).add(offsetB);
      d.intoArray(stream, to + LANES);
      reached = c.compare(GE, limitA).toLong() | d.compare(GE, limitB).toLong() << LANES;
      bits[bit + 5] = (shift == 0 ? inversion : bits[bit + 5]) ^ (int) reached << shift;
      to += lanes;
      c = (FloatVector) baseA.sub(a6.add(a6)).convert(I2F, 0);
      c = c.fma(scaleA, biasA).add(FloatVector.fromArray(FLOATS, stream, to)).sub(centerA);
      c = c.mul(slopeA, c.compare(LE, 0)).add(offsetA);
      c.intoArray(stream, to);
      d = (FloatVector) baseB.sub(b6.add(b6)).convert(I2F, 0);
      d = d.fma(scaleB, biasB).add(FloatVector.fromArray(FLOATS, stream, to + LANES)).sub(centerB);
      d = d.mul(slopeB, d.compare(LE, 0)).add(offsetB);
      d.intoArray(stream, to + LANES);
      reached = c.compare(GE, limitA).toLong() | d.compare(GE, limitB).toLong() << LANES;
      bits[bit + 6] = (shift == 0 ? inversion : bits[bit + 6]) ^ (int) reached << shift;
      to += lanes;
      row = rows[block * BLOCK + BLOCK - 1] + lane;
      baseA = IntVector.fromArray(INTS, bases, row);
      baseB = IntVector.fromArray(INTS, bases, row + LANES);
      c = (FloatVector) baseA.sub(a7.add(a7)).convert(I2F, 0);
      c = c.fma(scaleA, biasA).add(FloatVector.fromArray(FLOATS, stream, to)).sub(centerA);
      c = c.mul(slopeA, c.compare(LE, 0)).add(offsetA);
      c.intoArray(stream, to);
      d = (FloatVector) baseB.sub(b7.add(b7)).convert(I2F, 0);
      d = d.fma(scaleB, biasB).add(FloatVector.fromArray(FLOATS, stream, to + LANES)).sub(centerB);
      d = d.mul(slopeB, d.compare(LE, 0)).add(offsetB);
      d.intoArray(stream, to + LANES);
      reached = c.compare(GE, limitA).toLong() | d.compare(GE, limitB).toLong() << LANES;
      bits[bit + 7] = (shift == 0 ? inversion : bits[bit + 7]) ^ (int) reached << shift;
    }
  }
}
