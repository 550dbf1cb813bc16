// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.kernel;

/** The inner loops in plain Java. */
final class ScalarKernel extends Kernel {

  static final String NAME = "scalar";

  private final int[] counts = new int[TILE * BLOCK];
  private final float[] tileSums = new float[BLOCK * TILE];
  private long[] pairs = new long[0];

  @Override
  public String provider() {
    return NAME;
  }

  @Override
  void thresholdTile(
      int[] windows,
      int at,
      int[] words,
      int wordsAt,
      int depth,
      int[] limits,
      int[] rows,
      int rowsAt,
      int lane,
      int flip,
      int[] bits,
      int bitsAt) {
    count(windows, at, words, wordsAt, depth);
    for (int pixel = 0; pixel < BLOCK; pixel++) {
      int row = rows[rowsAt + pixel] + lane;
      int word = 0;
      for (int i = 0; i < TILE; i++) {
        word |= (limits[row + i] - counts[i * BLOCK + pixel]) >>> 31 << i;
      }
      bits[bitsAt + pixel] = word ^ flip;
    }
  }

  @Override
  void sumTile(
      int[] windows,
      int at,
      int[] words,
      int wordsAt,
      int depth,
      int[] bases,
      int[] rows,
      int rowsAt,
      int lane,
      int[] sums,
      int sumsAt,
      int sumsStride) {
    count(windows, at, words, wordsAt, depth);
    for (int pixel = 0; pixel < BLOCK; pixel++) {
      int row = rows[rowsAt + pixel] + lane;
      int to = sumsAt + pixel * sumsStride;
      for (int i = 0; i < TILE; i++) {
        sums[to + i] = bases[row + i] - 2 * counts[i * BLOCK + pixel];
      }
    }
  }

  /** Counts the disagreements of a tile, two words of 32 bits at a time. */
  private void count(int[] windows, int at, int[] words, int wordsAt, int depth) {
    int half = depth / 2;
    pair(windows, at, half);
    for (int i = 0; i < TILE; i++) {
      countLane(words, wordsAt + i, half, i * BLOCK);
    }
    if (depth % 2 != 0) {
      int last = depth - 1;
      for (int i = 0; i < TILE; i++) {
        int word = words[wordsAt + last * TILE + i];
        for (int pixel = 0; pixel < BLOCK; pixel++) {
          counts[i * BLOCK + pixel] += Integer.bitCount(word ^ windows[at + last * BLOCK + pixel]);
        }
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

  private void countLane(int[] words, int from, int half, int to) {
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
    counts[to] = c0;
    counts[to + 1] = c1;
    counts[to + 2] = c2;
    counts[to + 3] = c3;
    counts[to + 4] = c4;
    counts[to + 5] = c5;
    counts[to + 6] = c6;
    counts[to + 7] = c7;
  }

  private static long join(int low, int high) {
    return low & 0xffffffffL | (long) high << 32;
  }

  @Override
  void thresholdTile(
      float[] image,
      int[] starts,
      int startsAt,
      FloatFilters filters,
      int tile,
      float[] thresholds,
      int inversion,
      int[] bits,
      int bitsAt) {
    sumTile(image, starts, startsAt, filters, tile, tileSums, 0, TILE);
    for (int pixel = 0; pixel < BLOCK; pixel++) {
      int word = 0;
      for (int i = 0; i < TILE; i++) {
        if (tileSums[pixel * TILE + i] >= thresholds[tile * TILE + i]) {
          word |= 1 << i;
        }
      }
      bits[bitsAt + pixel] = word ^ inversion;
    }
  }

  @Override
  void sumTile(
      float[] image,
      int[] starts,
      int startsAt,
      FloatFilters filters,
      int tile,
      float[] sums,
      int sumsAt,
      int sumsStride) {
    int group = tile / filters.tilesPerGroup() * filters.groupStep();
    for (int pixel = 0; pixel < BLOCK; pixel += 4) {
      for (int lane = 0; lane < TILE; lane += 2) {
        sumFourByTwo(
            image,
            starts,
            startsAt + pixel,
            group,
            filters,
            tile,
            lane,
            sums,
            sumsAt + pixel * sumsStride + lane,
            sumsStride);
      }
    }
  }

  private static void sumFourByTwo(
      float[] image,
      int[] starts,
      int startsAt,
      int group,
      FloatFilters filters,
      int tile,
      int lane,
      float[] sums,
      int to,
      int stride) {
    float[] weights = filters.weights();
    int w = tile * filters.depth() * TILE + lane;
    float a0 = filters.bias()[tile * TILE + lane];
    float b0 = filters.bias()[tile * TILE + lane + 1];
    float a1 = a0;
    float b1 = b0;
    float a2 = a0;
    float b2 = b0;
    float a3 = a0;
    float b3 = b0;
    int length = filters.runLength();
    for (int run : filters.runs()) {
      int x0 = starts[startsAt] + group + run;
      int x1 = starts[startsAt + 1] + group + run;
      int x2 = starts[startsAt + 2] + group + run;
      int x3 = starts[startsAt + 3] + group + run;
      for (int k = 0; k < length; k++, w += TILE) {
        float wa = weights[w];
        float wb = weights[w + 1];
        float x = image[x0 + k];
        a0 = Math.fma(x, wa, a0);
        b0 = Math.fma(x, wb, b0);
        x = image[x1 + k];
        a1 = Math.fma(x, wa, a1);
        b1 = Math.fma(x, wb, b1);
        x = image[x2 + k];
        a2 = Math.fma(x, wa, a2);
        b2 = Math.fma(x, wb, b2);
        x = image[x3 + k];
        a3 = Math.fma(x, wa, a3);
        b3 = Math.fma(x, wb, b3);
      }
    }
    sums[to] = a0;
    sums[to + 1] = b0;
    sums[to + stride] = a1;
    sums[to + stride + 1] = b1;
    sums[to + 2 * stride] = a2;
    sums[to + 2 * stride + 1] = b2;
    sums[to + 3 * stride] = a3;
    sums[to + 3 * stride + 1] = b3;
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
          if (z >= cuts[lane]) {
            n++;
            total += z;
          }
        }
        if (total >= limits[n * cuts.length + lane]) {
          word |= 1 << i;
        }
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
