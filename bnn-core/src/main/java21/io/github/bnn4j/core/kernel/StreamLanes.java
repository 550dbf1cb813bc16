// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.kernel;

import static jdk.incubator.vector.VectorOperators.GE;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.I2F;
import static jdk.incubator.vector.VectorOperators.LE;
import static jdk.incubator.vector.VectorOperators.XOR;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * What happens to a stream of numbers between two binary convolutions, with the scratch memory it
 * needs. Two vectors of lanes at a time for many pixels, so that what belongs to the lanes stays in
 * registers.
 */
final class StreamLanes {

  private static final int BLOCK = Kernel.BLOCK;
  private static final int TILE = Kernel.TILE;
  private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;
  private static final int LANES = FLOATS.length();

  /** One lane a pixel of a block. */
  private static final VectorSpecies<Integer> PIXELS = IntVector.SPECIES_256;

  /** The blocks that go through at a time: their sums stay in the cache next to the kernel. */
  private static final int BLOCKS = 4;

  /** The sums of a tile of those blocks. */
  private final int[] sums = new int[BLOCKS * BLOCK * TILE];

  /** Which of those blocks have one row of bases between their first pixel and their last. */
  private final boolean[] alike = new boolean[BLOCKS];

  /** The signs of that tile. */
  private final int[] signs = new int[BLOCKS * BLOCK];

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
    int lanes = filters.tiles() * TILE;
    int depth = filters.depth();
    for (int first = 0; first < blocks; first += BLOCKS) {
      int few = Math.min(BLOCKS, blocks - first);
      for (int block = 0; block < few; block++) {
        alike[block] = BlockSums.areInnerAlike(rows, (first + block) * BLOCK);
      }
      for (int tile = 0; tile < filters.tiles(); tile++) {
        int group = tile / filters.tilesPerGroup() * depth * BLOCK;
        for (int block = 0; block < few; block++) {
          for (int shift = 0; shift < TILE; shift += 2 * LANES) {
            BlockSums.sum(
                windows,
                at + (first + block) * stride + group,
                filters.words(),
                tile * depth * TILE + shift,
                depth,
                bases,
                rows,
                (first + block) * BLOCK,
                alike[block],
                tile * TILE + shift,
                sums,
                block * BLOCK * TILE + shift,
                TILE);
          }
        }
        for (int lane = tile * TILE; lane < (tile + 1) * TILE; lane += 2 * LANES) {
          end(sums, few * BLOCK, end, lane, stream, to + first * BLOCK * lanes, signs);
        }
        writeSigns(few, end.inversions()[tile], bits, bitStarts, first, tile * tileStep);
      }
    }
  }

  /** Does as {@link Kernel#threshold(float[], int, int, float[], int[], int[], int[], int)}. */
  void threshold(
      float[] values,
      int at,
      int blocks,
      float[] thresholds,
      int[] inversions,
      int[] bits,
      int[] bitStarts,
      int tileStep) {
    for (int first = 0; first < blocks; first += BLOCKS) {
      int few = Math.min(BLOCKS, blocks - first);
      for (int tile = 0; tile < inversions.length; tile++) {
        for (int lane = tile * TILE; lane < (tile + 1) * TILE; lane += 2 * LANES) {
          compare(
              values, at + first * BLOCK * thresholds.length, few * BLOCK, thresholds, lane, signs);
        }
        writeSigns(few, inversions[tile], bits, bitStarts, first, tile * tileStep);
      }
    }
  }

  /** Writes the signs of a tile of a few blocks where they belong. */
  private void writeSigns(
      int blocks, int inversions, int[] bits, int[] bitStarts, int firstBlock, int behind) {
    for (int block = 0; block < blocks; block++) {
      IntVector.fromArray(PIXELS, signs, block * BLOCK)
          .lanewise(XOR, inversions)
          .intoArray(bits, bitStarts[firstBlock + block] + behind);
    }
  }

  /**
   * Makes the stream and the signs of some pixels, two vectors of lanes of them.
   *
   * @param sums the sums of the convolution, {@code [pixel][lane of the tile]}
   * @param pixels the number of pixels
   * @param lane the first lane
   * @param stream holds the shortcut, and receives the stream
   * @param at where the first pixel lies
   * @param signs receives the signs of each pixel, a word of the tile
   */
  private static void end(
      int[] sums, int pixels, StreamEnd end, int lane, float[] stream, int at, int[] signs) {
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
    int lanes = end.lanes();
    int first = lane % TILE;
    int to = at + lane;
    // few arrays and a fixed step of the sums: with more the addresses do not stay in registers
    for (int pixel = 0; pixel < pixels; pixel++) {
      int from = pixel * TILE + first;
      FloatVector a = (FloatVector) IntVector.fromArray(INTS, sums, from).convert(I2F, 0);
      a = scaleA.fma(a, shiftA).add(FloatVector.fromArray(FLOATS, stream, to)).sub(centerA);
      a = a.mul(slopeA, a.compare(LE, 0)).add(offsetA);
      a.intoArray(stream, to);
      FloatVector b = (FloatVector) IntVector.fromArray(INTS, sums, from + LANES).convert(I2F, 0);
      b = scaleB.fma(b, shiftB).add(FloatVector.fromArray(FLOATS, stream, to + LANES)).sub(centerB);
      b = b.mul(slopeB, b.compare(LE, 0)).add(offsetB);
      b.intoArray(stream, to + LANES);
      to += lanes;
      long reached = a.compare(GE, limitA).toLong() | b.compare(GE, limitB).toLong() << LANES;
      signs[pixel] = first == 0 ? (int) reached : signs[pixel] | (int) reached << first;
    }
  }

  /**
   * Compares some pixels with thresholds, two vectors of lanes of them.
   *
   * @param values the numbers, {@code [pixel][lane]}
   * @param at where the first pixel lies
   * @param pixels the number of pixels
   * @param thresholds the threshold of each lane of a pixel
   * @param lane the first lane
   * @param signs receives which lanes of each pixel reach theirs, a word of the tile
   */
  private static void compare(
      float[] values, int at, int pixels, float[] thresholds, int lane, int[] signs) {
    FloatVector limitA = FloatVector.fromArray(FLOATS, thresholds, lane);
    FloatVector limitB = FloatVector.fromArray(FLOATS, thresholds, lane + LANES);
    int first = lane % TILE;
    int from = at + lane;
    for (int pixel = 0; pixel < pixels; pixel++, from += thresholds.length) {
      long a = FloatVector.fromArray(FLOATS, values, from).compare(GE, limitA).toLong();
      long b = FloatVector.fromArray(FLOATS, values, from + LANES).compare(GE, limitB).toLong();
      int reached = (int) (a | b << LANES);
      signs[pixel] = first == 0 ? reached : signs[pixel] | reached << first;
    }
  }

  /** Does as {@link Kernel#affine(int[], int, float[], float[], boolean, float[])}. */
  static void affine(
      int[] sums, int pixels, float[] scale, float[] shift, boolean rectify, float[] out) {
    int lanes = scale.length;
    for (int i = 0; i < pixels * lanes; i += lanes) {
      for (int lane = 0; lane < lanes; lane += LANES) {
        FloatVector z = (FloatVector) IntVector.fromArray(INTS, sums, i + lane).convert(I2F, 0);
        affine(z, scale, shift, lane, rectify).intoArray(out, i + lane);
      }
    }
  }

  private static FloatVector affine(
      FloatVector x, float[] scale, float[] shift, int lane, boolean rectify) {
    FloatVector y =
        FloatVector.fromArray(FLOATS, scale, lane)
            .fma(x, FloatVector.fromArray(FLOATS, shift, lane));
    return rectify ? FloatVector.zero(FLOATS).blend(y, y.compare(GT, 0)) : y;
  }

  /** Does as {@link Kernel#affine(float[], int, int, float[], float[], boolean)}. */
  static void affine(
      float[] values, int at, int pixels, float[] scale, float[] shift, boolean rectify) {
    int lanes = scale.length;
    int lane = 0;
    for (; lane < FLOATS.loopBound(lanes); lane += LANES) {
      FloatVector scales = FloatVector.fromArray(FLOATS, scale, lane);
      FloatVector shifts = FloatVector.fromArray(FLOATS, shift, lane);
      if (rectify) {
        rectified(values, at + lane, pixels, lanes, scales, shifts);
      } else {
        affine(values, at + lane, pixels, lanes, scales, shifts);
      }
    }
    for (; lane < lanes; lane++) {
      for (int i = at + lane; i < at + pixels * lanes; i += lanes) {
        float y = Math.fma(scale[lane], values[i], shift[lane]);
        values[i] = rectify && !(y > 0) ? 0 : y;
      }
    }
  }

  private static void affine(
      float[] values, int first, int pixels, int lanes, FloatVector scale, FloatVector shift) {
    int at = first;
    for (int pixel = 0; pixel < pixels; pixel++, at += lanes) {
      scale.fma(FloatVector.fromArray(FLOATS, values, at), shift).intoArray(values, at);
    }
  }

  private static void rectified(
      float[] values, int first, int pixels, int lanes, FloatVector scale, FloatVector shift) {
    FloatVector zero = FloatVector.zero(FLOATS);
    int at = first;
    for (int pixel = 0; pixel < pixels; pixel++, at += lanes) {
      FloatVector y = scale.fma(FloatVector.fromArray(FLOATS, values, at), shift);
      zero.blend(y, y.compare(GT, 0)).intoArray(values, at);
    }
  }
}
