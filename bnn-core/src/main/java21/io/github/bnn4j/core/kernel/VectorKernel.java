// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.kernel;

import java.util.stream.IntStream;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorSpecies;

/** The inner loops on the Vector API, output channels in the lanes. */
final class VectorKernel extends Kernel {

  private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;
  private static final int LANES = INTS.length();
  private static final int STEP = 2 * LANES;

  /** One lane a pixel of a block. */
  private static final VectorSpecies<Integer> PIXELS = IntVector.SPECIES_256;

  /** The windows of a strip of a float convolution. */
  private float[] floatWindows = {};

  /** Where each number lies in one of them. */
  private int[] laidOut = {};

  private final FloatStreams floatStreams = new FloatStreams();
  private final StreamBlocks blockStreams = new StreamBlocks();
  private final StreamLanes streams = new StreamLanes();

  @Override
  public String provider() {
    return KernelProvider.VECTOR;
  }

  @Override
  public void threshold(
      int[] windows,
      int at,
      int stride,
      int blocks,
      BinaryFilters filters,
      int[] limits,
      int[] rows,
      int[] flips,
      int[] bits,
      int bitsAt) {
    int tiles = filters.tiles();
    int depth = filters.depth();
    boolean four = depth == FourWords.DEPTH && areAlike(rows, blocks);
    for (int tile = 0; tile < tiles; tile++) {
      int from = at + tile / filters.tilesPerGroup() * depth * BLOCK;
      int to = bitsAt + tile * BLOCK;
      for (int block = 0; block < blocks; block++) {
        IntVector.broadcast(PIXELS, flips[tile]).intoArray(bits, to + block * tiles * BLOCK);
      }
      for (int shift = 0; shift < TILE; shift += STEP) {
        int words = tile * depth * TILE + shift;
        int lane = tile * TILE + shift;
        if (four) {
          FourWords.threshold(
              windows,
              from,
              stride,
              blocks,
              filters.words(),
              words,
              limits,
              rows[0] + lane,
              shift,
              bits,
              to,
              tiles * BLOCK);
          continue;
        }
        for (int block = 0; block < blocks; block++) {
          BinaryBlock.threshold(
              windows,
              from + block * stride,
              filters.words(),
              words,
              depth,
              limits,
              rows,
              block * BLOCK,
              lane,
              shift,
              bits,
              to + block * tiles * BLOCK);
        }
      }
    }
  }

  /** Returns whether all pixels use the same row of a table. */
  private static boolean areAlike(int[] rows, int blocks) {
    for (int pixel = 1; pixel < blocks * BLOCK; pixel++) {
      if (rows[pixel] != rows[0]) {
        return false;
      }
    }
    return true;
  }

  @Override
  public void sum(
      int[] windows,
      int at,
      int stride,
      int blocks,
      BinaryFilters filters,
      int[] bases,
      int[] rows,
      int[] sums,
      int sumsAt) {
    int tiles = filters.tiles();
    int depth = filters.depth();
    boolean four = depth == FourWords.DEPTH && areAlike(rows, blocks);
    // the tiles of a block in turn: the rows of a tile are too far apart to stay in the cache
    for (int block = 0; block < blocks; block++) {
      boolean alike = BlockSums.areInnerAlike(rows, block * BLOCK);
      for (int tile = 0; tile < tiles; tile++) {
        int from = at + block * stride + tile / filters.tilesPerGroup() * depth * BLOCK;
        int to = sumsAt + (block * BLOCK * tiles + tile) * TILE;
        for (int shift = 0; shift < TILE; shift += STEP) {
          int words = tile * depth * TILE + shift;
          int lane = tile * TILE + shift;
          if (four) {
            FourWords.sum(
                windows,
                from,
                filters.words(),
                words,
                bases,
                rows[0] + lane,
                sums,
                to + shift,
                tiles * TILE);
          } else {
            BlockSums.sum(
                windows,
                from,
                filters.words(),
                words,
                depth,
                bases,
                rows,
                block * BLOCK,
                alike,
                lane,
                sums,
                to + shift,
                tiles * TILE);
          }
        }
      }
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
    int depth = filters.depth();
    for (int tile = 0; tile < tiles; tile++) {
      int behind = tile / filters.tilesPerGroup() * filters.groupStep();
      if (tile % filters.tilesPerGroup() == 0) {
        gatherFloats(image, starts, blocks, behind, filters.offsets());
      }
      for (int block = 0; block < blocks; block++) {
        boolean inPlace = Gather.areNeighbours(starts, block * BLOCK, BLOCK);
        int to = bitsAt + (block * tiles + tile) * BLOCK;
        IntVector.broadcast(PIXELS, inversions[tile]).intoArray(bits, to);
        for (int shift = 0; shift < TILE; shift += STEP) {
          FloatBlock.threshold(
              inPlace ? image : floatWindows,
              inPlace ? starts[block * BLOCK] + behind : block * depth * BLOCK,
              inPlace ? filters.offsets() : laidOut,
              filters.weights(),
              tile * depth * TILE + shift,
              depth,
              filters.bias(),
              thresholds,
              tile * TILE + shift,
              shift,
              bits,
              to);
        }
      }
    }
  }

  @Override
  public void sum(
      float[] image,
      int[] starts,
      int blocks,
      FloatFilters filters,
      float[] scale,
      float[] shift,
      float[] sums,
      int sumsAt) {
    int lanes = filters.tiles() * TILE;
    int depth = filters.depth();
    boolean rows = filters.windowsAreRows();
    for (int tile = 0; tile < filters.tiles(); tile++) {
      int behind = tile / filters.tilesPerGroup() * filters.groupStep();
      if (!rows && tile % filters.tilesPerGroup() == 0) {
        gatherFloats(image, starts, blocks, behind, filters.offsets());
      }
      int used = filters.lanes(tile);
      for (int block = 0; block < blocks; block++) {
        boolean inPlace = Gather.areNeighbours(starts, block * BLOCK, BLOCK);
        for (int first = 0; first < used; first += STEP) {
          int weights = tile * depth * TILE + first;
          int lane = tile * TILE + first;
          int to = sumsAt + block * BLOCK * lanes + lane;
          if (!rows) {
            FloatBlock.sum(
                inPlace ? image : floatWindows,
                inPlace ? starts[block * BLOCK] + behind : block * depth * BLOCK,
                inPlace ? filters.offsets() : laidOut,
                filters.weights(),
                weights,
                depth,
                filters.bias(),
                scale,
                shift,
                lane,
                sums,
                to,
                lanes);
          } else if (used - first > LANES) {
            FloatBlock.sumTwoRows(
                image,
                starts,
                block * BLOCK,
                behind,
                depth,
                filters.weights(),
                weights,
                filters.bias(),
                scale,
                shift,
                lane,
                sums,
                to,
                lanes);
          } else {
            FloatBlock.sumRows(
                image,
                starts,
                block * BLOCK,
                behind,
                depth,
                filters.weights(),
                weights,
                filters.bias(),
                scale,
                shift,
                lane,
                sums,
                to,
                lanes);
          }
        }
      }
    }
  }

  /** Lays out those windows of a group that cannot be read where they are. */
  private void gatherFloats(float[] image, int[] starts, int blocks, int behind, int[] offsets) {
    if (floatWindows.length < blocks * offsets.length * BLOCK) {
      floatWindows = new float[blocks * offsets.length * BLOCK];
    }
    if (laidOut.length < offsets.length) {
      laidOut = IntStream.range(0, offsets.length).map(k -> k * BLOCK).toArray();
    }
    Gather.floats(image, starts, blocks, behind, offsets, floatWindows);
  }

  @Override
  public void gather(
      int[] image, int[] starts, int blocks, BitMoves moves, int[] windows, int at, int stride) {
    Gather.bits(image, starts, blocks, moves, windows, at, stride);
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
    PoolLanes.threshold(sums, taps, tapCount, cuts, limits, inversions, bits, bitsAt);
  }

  @Override
  public void affine(
      int[] sums, int pixels, float[] scale, float[] shift, boolean rectify, float[] out) {
    StreamLanes.affine(sums, pixels, scale, shift, rectify, out);
  }

  @Override
  public void affine(
      float[] values, int at, int pixels, float[] scale, float[] shift, boolean rectify) {
    StreamLanes.affine(values, at, pixels, scale, shift, rectify);
  }

  @Override
  public void stream(
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
    if (BlockSums.areInnerAlike(rows, 0, blocks)) {
      blockStreams.stream(
          windows, at, stride, blocks, filters, bases, rows, end, stream, to, bits, bitStarts,
          tileStep);
    } else {
      streams.stream(
          windows, at, stride, blocks, filters, bases, rows, end, stream, to, bits, bitStarts,
          tileStep);
    }
  }

  @Override
  public void stream(
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
    if (FloatStreams.takes(starts, blocks, filters)) {
      floatStreams.stream(
          image,
          starts,
          blocks,
          filters,
          scale,
          shift,
          thresholds,
          inversions,
          stream,
          to,
          bits,
          bitStarts,
          tileStep);
    } else {
      super.stream(
          image,
          starts,
          blocks,
          filters,
          scale,
          shift,
          thresholds,
          inversions,
          stream,
          to,
          bits,
          bitStarts,
          tileStep);
    }
  }

  @Override
  public void threshold(
      float[] values,
      int at,
      int blocks,
      float[] thresholds,
      int[] inversions,
      int[] bits,
      int[] bitStarts,
      int tileStep) {
    streams.threshold(values, at, blocks, thresholds, inversions, bits, bitStarts, tileStep);
  }

  @Override
  public void mean(
      float[] values,
      int[] taps,
      int tapCount,
      int pixels,
      int step,
      int lanes,
      float divisor,
      float[] out,
      int to) {
    PoolLanes.mean(values, taps, tapCount, pixels, step, lanes, divisor, out, to);
  }

  @Override
  public void max(
      float[] values,
      int[] taps,
      int tapCount,
      int pixels,
      int step,
      int lanes,
      float[] out,
      int to) {
    PoolLanes.max(values, taps, tapCount, pixels, step, lanes, out, to);
  }
}
