// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.kernel;

import java.util.Arrays;

/** The inner loops in plain Java. */
final class ScalarKernel extends Kernel {

  private final FloatRows floatRows = new FloatRows();
  private final BinaryRows binaryRows = new BinaryRows();

  @Override
  public String provider() {
    return KernelProvider.SCALAR;
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
    int perGroup = filters.tilesPerGroup();
    for (int pixel = 0; pixel < blocks * BLOCK; pixel++) {
      int from = at + pixel / BLOCK * stride + pixel % BLOCK;
      int to = bitsAt + pixel / BLOCK * BLOCK * filters.tiles() + pixel % BLOCK;
      for (int group = 0; group < filters.groups(); group++) {
        int window = from + group * filters.depth() * BLOCK;
        int[] counts = binaryRows.count(windows, window, filters, group);
        for (int i = 0; i < perGroup; i++) {
          int tile = group * perGroup + i;
          int word = above(counts, i * TILE, limits, rows[pixel] + tile * TILE);
          bits[to + tile * BLOCK] = word ^ flips[tile];
        }
      }
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
    int lanes = filters.tilesPerGroup() * TILE;
    int to = sumsAt;
    for (int pixel = 0; pixel < blocks * BLOCK; pixel++) {
      int from = at + pixel / BLOCK * stride + pixel % BLOCK;
      for (int group = 0; group < filters.groups(); group++, to += lanes) {
        int window = from + group * filters.depth() * BLOCK;
        int[] counts = binaryRows.count(windows, window, filters, group);
        int row = rows[pixel] + group * lanes;
        for (int lane = 0; lane < lanes; lane++) {
          sums[to + lane] = bases[row + lane] - 2 * counts[lane];
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
      float[] image,
      int[] starts,
      int blocks,
      FloatFilters filters,
      float[] scale,
      float[] shift,
      float[] sums,
      int sumsAt) {
    int lanes = filters.tilesPerGroup() * TILE;
    int to = sumsAt;
    for (int pixel = 0; pixel < blocks * BLOCK; pixel++) {
      for (int group = 0; group < filters.groups(); group++, to += lanes) {
        float[] ofGroup = floatRows.sum(image, starts[pixel], filters, group);
        int first = group * lanes;
        for (int lane = 0; lane < lanes; lane++) {
          sums[to + lane] = Math.fma(scale[first + lane], ofGroup[lane], shift[first + lane]);
        }
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
        out[pixel * lanes + lane] = rectify ? Math.max(y, 0) : y; // never NaN: all are finite
      }
    }
  }

  @Override
  public void affine(
      float[] values, int at, int pixels, float[] scale, float[] shift, boolean rectify) {
    int lanes = scale.length;
    for (int pixel = 0; pixel < pixels; pixel++) {
      int from = at + pixel * lanes;
      for (int lane = 0; lane < lanes; lane++) {
        float y = Math.fma(scale[lane], values[from + lane], shift[lane]);
        values[from + lane] = rectify && !(y > 0) ? 0 : y;
      }
    }
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
    int perGroup = filters.tilesPerGroup() * TILE;
    for (int pixel = 0; pixel < blocks * BLOCK; pixel++) {
      int from = at + pixel / BLOCK * stride + pixel % BLOCK;
      int first = to + pixel * end.lanes();
      for (int group = 0; group < filters.groups(); group++) {
        int window = from + group * filters.depth() * BLOCK;
        int[] counts = binaryRows.count(windows, window, filters, group);
        for (int i = 0; i < perGroup; i++) {
          int lane = group * perGroup + i;
          int sum = bases[rows[pixel] + lane] - 2 * counts[i];
          stream[first + lane] = bend(sum, end, lane, stream[first + lane]);
        }
      }
      int bit = bitStarts[pixel / BLOCK] + pixel % BLOCK;
      for (int tile = 0; tile < filters.tiles(); tile++) {
        int word = reached(stream, first + tile * TILE, end.thresholds(), tile * TILE);
        bits[bit + tile * tileStep] = word ^ end.inversions()[tile];
      }
    }
  }

  private static float bend(int sum, StreamEnd end, int lane, float shortcut) {
    float x = Math.fma(end.scale()[lane], sum, end.shift()[lane]) + shortcut;
    float y = x - end.center()[lane];
    return (y > 0 ? y : end.slope()[lane] * y) + end.offset()[lane];
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
    for (int pixel = 0; pixel < blocks * BLOCK; pixel++) {
      int from = at + pixel * thresholds.length;
      int to = bitStarts[pixel / BLOCK] + pixel % BLOCK;
      for (int tile = 0; tile < inversions.length; tile++) {
        int word = reached(values, from + tile * TILE, thresholds, tile * TILE);
        bits[to + tile * tileStep] = word ^ inversions[tile];
      }
    }
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
    for (int pixel = 0; pixel < pixels; pixel++) {
      int start = to + pixel * lanes;
      Arrays.fill(out, start, start + lanes, 0);
      for (int tap = 0; tap < tapCount; tap++) {
        add(values, taps[tap] + pixel * step, lanes, out, start);
      }
      for (int lane = 0; lane < lanes; lane++) {
        out[start + lane] /= divisor;
      }
    }
  }

  private static void add(float[] values, int from, int lanes, float[] out, int to) {
    for (int lane = 0; lane < lanes; lane++) {
      out[to + lane] += values[from + lane];
    }
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
    for (int pixel = 0; pixel < pixels; pixel++) {
      int start = to + pixel * lanes;
      Arrays.fill(out, start, start + lanes, Float.NEGATIVE_INFINITY);
      for (int tap = 0; tap < tapCount; tap++) {
        max(values, taps[tap] + pixel * step, lanes, out, start);
      }
    }
  }

  private static void max(float[] values, int from, int lanes, float[] out, int to) {
    for (int lane = 0; lane < lanes; lane++) {
      out[to + lane] = Math.max(out[to + lane], values[from + lane]);
    }
  }
}
