// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The inner loops on the Vector API, output channels in the lanes.
 *
 * <p>The compiler stops inlining in a method that grows too large, and a vector operation that is
 * not inlined allocates: so every method here holds one register block and no more.
 */
final class VectorKernel extends Kernel {

  private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = INTS.length();
  private static final int STEP = 2 * LANES;

  /** One lane a pixel of a block. */
  private static final VectorSpecies<Integer> PIXELS = IntVector.SPECIES_256;

  private final float[] tileSums = new float[BLOCK * TILE];

  @Override
  public String provider() {
    return KernelProvider.VECTOR;
  }

  @Override
  void count(int[] windows, int at, int[] words, int wordsAt, int depth, int[] counts) {
    for (int part = 0; part < 2 * TILE / STEP; part++) {
      int pixel = part % 2 * (BLOCK / 2);
      int lane = part / 2 * STEP;
      countFour(windows, at + pixel, words, wordsAt + lane, depth, counts, pixel * TILE + lane);
    }
  }

  private static void countFour(
      int[] windows, int at, int[] words, int wordsAt, int depth, int[] counts, int to) {
    IntVector a0 = IntVector.zero(INTS);
    IntVector a1 = a0;
    IntVector a2 = a0;
    IntVector a3 = a0;
    IntVector b0 = a0;
    IntVector b1 = a0;
    IntVector b2 = a0;
    IntVector b3 = a0;
    int x = at;
    int w = wordsAt;
    for (int k = 0; k < depth; k++, x += BLOCK, w += TILE) {
      IntVector wa = IntVector.fromArray(INTS, words, w);
      IntVector wb = IntVector.fromArray(INTS, words, w + LANES);
      IntVector v = IntVector.broadcast(INTS, windows[x]);
      a0 = a0.add(disagreements(v, wa));
      b0 = b0.add(disagreements(v, wb));
      v = IntVector.broadcast(INTS, windows[x + 1]);
      a1 = a1.add(disagreements(v, wa));
      b1 = b1.add(disagreements(v, wb));
      v = IntVector.broadcast(INTS, windows[x + 2]);
      a2 = a2.add(disagreements(v, wa));
      b2 = b2.add(disagreements(v, wb));
      v = IntVector.broadcast(INTS, windows[x + 3]);
      a3 = a3.add(disagreements(v, wa));
      b3 = b3.add(disagreements(v, wb));
    }
    a0.intoArray(counts, to);
    b0.intoArray(counts, to + LANES);
    a1.intoArray(counts, to + TILE);
    b1.intoArray(counts, to + TILE + LANES);
    a2.intoArray(counts, to + 2 * TILE);
    b2.intoArray(counts, to + 2 * TILE + LANES);
    a3.intoArray(counts, to + 3 * TILE);
    b3.intoArray(counts, to + 3 * TILE + LANES);
  }

  private static IntVector disagreements(IntVector x, IntVector w) {
    return x.lanewise(VectorOperators.XOR, w).lanewise(VectorOperators.BIT_COUNT);
  }

  @Override
  int above(int[] counts, int countsAt, int[] limits, int limitsAt) {
    int word = 0;
    for (int lane = 0; lane < TILE; lane += LANES) {
      IntVector count = IntVector.fromArray(INTS, counts, countsAt + lane);
      IntVector limit = IntVector.fromArray(INTS, limits, limitsAt + lane);
      word |= (int) count.compare(VectorOperators.GT, limit).toLong() << lane;
    }
    return word;
  }

  @Override
  void subtract(int[] counts, int countsAt, int[] bases, int basesAt, int[] sums, int sumsAt) {
    for (int lane = 0; lane < TILE; lane += LANES) {
      IntVector count = IntVector.fromArray(INTS, counts, countsAt + lane);
      IntVector base = IntVector.fromArray(INTS, bases, basesAt + lane);
      base.sub(count.add(count)).intoArray(sums, sumsAt + lane);
    }
  }

  @Override
  public void threshold(
      float[] image,
      int[] starts,
      int blocks,
      FloatFilters filters,
      float[] thresholds,
      int[] inversions,
      int[] bits,
      int bitsAt) {
    int tiles = filters.tiles();
    for (int tile = 0; tile < tiles; tile++) {
      for (int block = 0; block < blocks; block++) {
        sumTile(image, starts, block * BLOCK, filters, tile, tileSums, 0, TILE);
        int to = bitsAt + (block * tiles + tile) * BLOCK;
        for (int pixel = 0; pixel < BLOCK; pixel++) {
          int word = reached(tileSums, pixel * TILE, thresholds, tile * TILE);
          bits[to + pixel] = word ^ inversions[tile];
        }
      }
    }
  }

  private static int reached(float[] sums, int sumsAt, float[] thresholds, int lane) {
    int word = 0;
    for (int i = 0; i < TILE; i += LANES) {
      FloatVector sum = FloatVector.fromArray(FLOATS, sums, sumsAt + i);
      FloatVector threshold = FloatVector.fromArray(FLOATS, thresholds, lane + i);
      word |= (int) sum.compare(VectorOperators.GE, threshold).toLong() << i;
    }
    return word;
  }

  @Override
  public void sum(
      float[] image, int[] starts, int blocks, FloatFilters filters, float[] sums, int sumsAt) {
    int lanes = filters.tiles() * TILE;
    for (int tile = 0; tile < filters.tiles(); tile++) {
      for (int block = 0; block < blocks; block++) {
        int to = sumsAt + block * BLOCK * lanes + tile * TILE;
        sumTile(image, starts, block * BLOCK, filters, tile, sums, to, lanes);
      }
    }
  }

  private static void sumTile(
      float[] image,
      int[] starts,
      int startsAt,
      FloatFilters filters,
      int tile,
      float[] sums,
      int sumsAt,
      int sumsStride) {
    int group = tile / filters.tilesPerGroup() * filters.groupStep();
    for (int shift = 0; shift < TILE; shift += STEP) {
      sumEight(
          image, starts, startsAt, group, filters, tile, shift, sums, sumsAt + shift, sumsStride);
    }
  }

  private static void sumEight(
      float[] image,
      int[] starts,
      int startsAt,
      int group,
      FloatFilters filters,
      int tile,
      int shift,
      float[] sums,
      int sumsAt,
      int sumsStride) {
    float[] weights = filters.weights();
    int w = tile * filters.depth() * TILE + shift;
    int lane = tile * TILE + shift;
    FloatVector a0 = FloatVector.fromArray(FLOATS, filters.bias(), lane);
    FloatVector b0 = FloatVector.fromArray(FLOATS, filters.bias(), lane + LANES);
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
    int length = filters.runLength();
    for (int run : filters.runs()) {
      int from = group + run;
      int x0 = starts[startsAt] + from;
      int x1 = starts[startsAt + 1] + from;
      int x2 = starts[startsAt + 2] + from;
      int x3 = starts[startsAt + 3] + from;
      int x4 = starts[startsAt + 4] + from;
      int x5 = starts[startsAt + 5] + from;
      int x6 = starts[startsAt + 6] + from;
      int x7 = starts[startsAt + 7] + from;
      for (int k = 0; k < length; k++, w += TILE) {
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
    }
    store(a0, b0, sums, sumsAt);
    store(a1, b1, sums, sumsAt + sumsStride);
    store(a2, b2, sums, sumsAt + 2 * sumsStride);
    store(a3, b3, sums, sumsAt + 3 * sumsStride);
    store(a4, b4, sums, sumsAt + 4 * sumsStride);
    store(a5, b5, sums, sumsAt + 5 * sumsStride);
    store(a6, b6, sums, sumsAt + 6 * sumsStride);
    store(a7, b7, sums, sumsAt + 7 * sumsStride);
  }

  private static void store(FloatVector a, FloatVector b, float[] sums, int to) {
    a.intoArray(sums, to);
    b.intoArray(sums, to + LANES);
  }

  @Override
  public void gather(
      int[] image, int[] starts, int blocks, BitMoves moves, int[] windows, int stride) {
    for (int block = 0; block < blocks; block++) {
      int at = block * BLOCK;
      if (starts[at + BLOCK - 1] == starts[at] + BLOCK - 1) {
        gatherNeighbours(image, starts[at], moves, windows, block * stride);
      } else {
        gatherAnywhere(image, starts, at, moves, windows, block * stride);
      }
    }
  }

  private static void gatherNeighbours(
      int[] image, int start, BitMoves moves, int[] windows, int windowsAt) {
    int[] froms = moves.from();
    int[] shifts = moves.shift();
    int[] masks = moves.mask();
    int[] tos = moves.to();
    int[] toShifts = moves.toShift();
    for (int i = 0; i < froms.length; i++) {
      int to = windowsAt + tos[i] * BLOCK;
      IntVector.fromArray(PIXELS, image, start + froms[i])
          .lanewise(VectorOperators.LSHR, shifts[i])
          .lanewise(VectorOperators.AND, masks[i])
          .lanewise(VectorOperators.LSHL, toShifts[i])
          .lanewise(VectorOperators.OR, IntVector.fromArray(PIXELS, windows, to))
          .intoArray(windows, to);
    }
  }

  private static void gatherAnywhere(
      int[] image, int[] starts, int at, BitMoves moves, int[] windows, int windowsAt) {
    for (int i = 0; i < moves.count(); i++) {
      int to = windowsAt + moves.to()[i] * BLOCK;
      for (int pixel = 0; pixel < BLOCK; pixel++) {
        int word = image[starts[at + pixel] + moves.from()[i]];
        windows[to + pixel] |= (word >>> moves.shift()[i] & moves.mask()[i]) << moves.toShift()[i];
      }
    }
  }

  @Override
  public void pooledThreshold(
      int[] sums,
      int[] taps,
      int tapCount,
      int[] cuts,
      int[] limits,
      int[] inversions,
      int[] bits,
      int bitsAt) {
    for (int tile = 0; tile < inversions.length; tile++) {
      int word = 0;
      for (int shift = 0; shift < TILE; shift += LANES) {
        word |= pooled(sums, taps, tapCount, cuts, limits, tile * TILE + shift) << shift;
      }
      bits[bitsAt + tile * BLOCK] = word ^ inversions[tile];
    }
  }

  private static int pooled(
      int[] sums, int[] taps, int tapCount, int[] cuts, int[] limits, int lane) {
    IntVector cut = IntVector.fromArray(INTS, cuts, lane);
    IntVector n = IntVector.zero(INTS);
    IntVector total = n;
    for (int tap = 0; tap < tapCount; tap++) {
      IntVector z = IntVector.fromArray(INTS, sums, taps[tap] + lane);
      VectorMask<Integer> passes = z.compare(VectorOperators.GE, cut);
      total = total.add(z, passes);
      n = n.add(1, passes);
    }
    IntVector limit = IntVector.fromArray(INTS, limits, lane);
    for (int count = 1; count <= tapCount; count++) {
      IntVector other = IntVector.fromArray(INTS, limits, count * cuts.length + lane);
      limit = limit.blend(other, n.compare(VectorOperators.EQ, count));
    }
    return (int) total.compare(VectorOperators.GE, limit).toLong();
  }

  @Override
  public void affine(
      int[] sums, int pixels, float[] scale, float[] shift, boolean rectify, float[] out) {
    int lanes = scale.length;
    for (int i = 0; i < pixels * lanes; i += lanes) {
      for (int lane = 0; lane < lanes; lane += LANES) {
        FloatVector z =
            (FloatVector) IntVector.fromArray(INTS, sums, i + lane).convert(VectorOperators.I2F, 0);
        affine(z, scale, shift, lane, rectify).intoArray(out, i + lane);
      }
    }
  }

  @Override
  public void affine(float[] values, int pixels, float[] scale, float[] shift, boolean rectify) {
    int lanes = scale.length;
    for (int i = 0; i < pixels * lanes; i += lanes) {
      int lane = 0;
      for (; lane < FLOATS.loopBound(lanes); lane += LANES) {
        FloatVector x = FloatVector.fromArray(FLOATS, values, i + lane);
        affine(x, scale, shift, lane, rectify).intoArray(values, i + lane);
      }
      for (; lane < lanes; lane++) {
        float y = Math.fma(scale[lane], values[i + lane], shift[lane]);
        values[i + lane] = rectify && !(y > 0) ? 0 : y;
      }
    }
  }

  private static FloatVector affine(
      FloatVector x, float[] scale, float[] shift, int lane, boolean rectify) {
    FloatVector y =
        FloatVector.fromArray(FLOATS, scale, lane)
            .fma(x, FloatVector.fromArray(FLOATS, shift, lane));
    return rectify ? FloatVector.zero(FLOATS).blend(y, y.compare(VectorOperators.GT, 0)) : y;
  }
}
