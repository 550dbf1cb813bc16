// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.kernel;

/** The inner loops in plain Java. */
final class ScalarKernel extends Kernel {

  private final FloatRows floatRows = new FloatRows();
  private final int[] counts = new int[BLOCK * TILE];
  private long[] pairs = new long[0];

  @Override
  public String provider() {
    return KernelProvider.SCALAR;
  }

  @Override
  void thresholdTile(
      int[] windows,
      int at,
      BinaryFilters filters,
      int tile,
      int[] limits,
      int[] rows,
      int rowsAt,
      int flip,
      int[] bits,
      int to) {
    count(windows, at, filters, tile);
    for (int pixel = 0; pixel < BLOCK; pixel++) {
      int row = rows[rowsAt + pixel] + tile * TILE;
      bits[to + pixel] = above(counts, pixel * TILE, limits, row) ^ flip;
    }
  }

  private static int above(int[] counts, int countsAt, int[] limits, int limitsAt) {
    int word = 0;
    for (int lane = 0; lane < TILE; lane++) {
      word |= (limits[limitsAt + lane] - counts[countsAt + lane]) >>> 31 << lane;
    }
    return word;
  }

  @Override
  void sumTile(
      int[] windows,
      int at,
      BinaryFilters filters,
      int tile,
      int[] bases,
      int[] rows,
      int rowsAt,
      int[] sums,
      int to) {
    count(windows, at, filters, tile);
    for (int pixel = 0; pixel < BLOCK; pixel++) {
      int row = rows[rowsAt + pixel] + tile * TILE;
      int sum = to + pixel * filters.tiles() * TILE;
      for (int lane = 0; lane < TILE; lane++) {
        sums[sum + lane] = bases[row + lane] - 2 * counts[pixel * TILE + lane];
      }
    }
  }

  /** Counts two words of 32 bits at a time. */
  private void count(int[] windows, int at, BinaryFilters filters, int tile) {
    int[] words = filters.words();
    int depth = filters.depth();
    int wordsAt = tile * depth * TILE;
    int half = depth / 2;
    pair(windows, at, half);
    for (int lane = 0; lane < TILE; lane++) {
      countLane(words, wordsAt + lane, half, counts, lane);
    }
    if (depth % 2 != 0) {
      addWord(windows, at + (depth - 1) * BLOCK, words, wordsAt + (depth - 1) * TILE, counts);
    }
  }

  private static void addWord(int[] windows, int at, int[] words, int wordsAt, int[] counts) {
    for (int pixel = 0; pixel < BLOCK; pixel++) {
      int window = windows[at + pixel];
      for (int lane = 0; lane < TILE; lane++) {
        counts[pixel * TILE + lane] += Integer.bitCount(window ^ words[wordsAt + lane]);
      }
    }
  }

  private void pair(int[] windows, int at, int half) {
    if (pairs.length < half * BLOCK) {
      pairs = new long[half * BLOCK];
    }
    for (int k = 0; k < half; k++) {
      int from = at + 2 * k * BLOCK;
      for (int pixel = 0; pixel < BLOCK; pixel++) {
        pairs[k * BLOCK + pixel] = join(windows[from + pixel], windows[from + BLOCK + pixel]);
      }
    }
  }

  private void countLane(int[] words, int from, int half, int[] counts, int lane) {
    long[] x = pairs;
    int c0 = 0;
    int c1 = 0;
    int c2 = 0;
    int c3 = 0;
    int c4 = 0;
    int c5 = 0;
    int c6 = 0;
    int c7 = 0;
    for (int k = 0; k < half; k++) {
      long w = join(words[from + 2 * k * TILE], words[from + (2 * k + 1) * TILE]);
      c0 += Long.bitCount(w ^ x[k * BLOCK]);
      c1 += Long.bitCount(w ^ x[k * BLOCK + 1]);
      c2 += Long.bitCount(w ^ x[k * BLOCK + 2]);
      c3 += Long.bitCount(w ^ x[k * BLOCK + 3]);
      c4 += Long.bitCount(w ^ x[k * BLOCK + 4]);
      c5 += Long.bitCount(w ^ x[k * BLOCK + 5]);
      c6 += Long.bitCount(w ^ x[k * BLOCK + 6]);
      c7 += Long.bitCount(w ^ x[k * BLOCK + 7]);
    }
    counts[lane] = c0;
    counts[lane + TILE] = c1;
    counts[lane + 2 * TILE] = c2;
    counts[lane + 3 * TILE] = c3;
    counts[lane + 4 * TILE] = c4;
    counts[lane + 5 * TILE] = c5;
    counts[lane + 6 * TILE] = c6;
    counts[lane + 7 * TILE] = c7;
  }

  private static long join(int low, int high) {
    return low & 0xffffffffL | (long) high << 32;
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
    for (int pixel = 0; pixel < blocks * BLOCK; pixel++) {
      int to = bitsAt + pixel / BLOCK * BLOCK * filters.tiles() + pixel % BLOCK;
      for (int group = 0; group < filters.groups(); group++) {
        float[] sums = floatRows.sum(image, starts[pixel], filters, group);
        for (int i = 0; i < filters.tilesPerGroup(); i++) {
          int tile = group * filters.tilesPerGroup() + i;
          int word = reached(sums, i * TILE, thresholds, tile * TILE);
          bits[to + tile * BLOCK] = word ^ inversions[tile];
        }
      }
    }
  }

  private static int reached(float[] sums, int sumsAt, float[] thresholds, int lane) {
    int word = 0;
    for (int i = 0; i < TILE; i++) {
      word |= (sums[sumsAt + i] >= thresholds[lane + i] ? 1 : 0) << i;
    }
    return word;
  }

  @Override
  public void sum(
      float[] image, int[] starts, int blocks, FloatFilters filters, float[] sums, int sumsAt) {
    int lanes = filters.tilesPerGroup() * TILE;
    int to = sumsAt;
    for (int pixel = 0; pixel < blocks * BLOCK; pixel++) {
      for (int group = 0; group < filters.groups(); group++, to += lanes) {
        float[] ofGroup = floatRows.sum(image, starts[pixel], filters, group);
        System.arraycopy(ofGroup, 0, sums, to, lanes);
      }
    }
  }

  @Override
  public void gather(
      int[] image, int[] starts, int blocks, BitMoves moves, int[] windows, int at, int stride) {
    for (int i = 0; i < moves.count(); i++) {
      int from = moves.from()[i];
      int rotation = moves.rotation()[i];
      int mask = moves.mask()[i];
      int keep = moves.keep()[i];
      for (int block = 0; block < blocks; block++) {
        int to = at + block * stride + moves.to()[i] * BLOCK;
        for (int pixel = 0; pixel < BLOCK; pixel++) {
          int word = image[starts[block * BLOCK + pixel] + from];
          int run = Integer.rotateLeft(word, rotation) & mask;
          windows[to + pixel] = windows[to + pixel] & keep | run;
        }
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
      for (int i = 0; i < TILE; i++) {
        int lane = tile * TILE + i;
        int n = 0;
        int total = 0;
        for (int tap = 0; tap < tapCount; tap++) {
          int z = sums[taps[tap] + lane];
          n += z >= cuts[lane] ? 1 : 0;
          total += z >= cuts[lane] ? z : 0;
        }
        word |= (total >= limits[n * cuts.length + lane] ? 1 : 0) << i;
      }
      bits[bitsAt + tile * BLOCK] = word ^ inversions[tile];
    }
  }

  @Override
  public void affine(
      int[] sums, int pixels, float[] scale, float[] shift, boolean rectify, float[] out) {
    int lanes = scale.length;
    for (int pixel = 0; pixel < pixels; pixel++) {
      for (int lane = 0; lane < lanes; lane++) {
        float y = Math.fma(scale[lane], sums[pixel * lanes + lane], shift[lane]);
        out[pixel * lanes + lane] = rectify && !(y > 0) ? 0 : y;
      }
    }
  }

  @Override
  public void affine(float[] values, int pixels, float[] scale, float[] shift, boolean rectify) {
    int lanes = scale.length;
    for (int pixel = 0; pixel < pixels; pixel++) {
      for (int lane = 0; lane < lanes; lane++) {
        float y = Math.fma(scale[lane], values[pixel * lanes + lane], shift[lane]);
        values[pixel * lanes + lane] = rectify && !(y > 0) ? 0 : y;
      }
    }
  }
}
