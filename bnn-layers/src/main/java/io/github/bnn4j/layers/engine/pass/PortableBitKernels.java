// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.engine.pass;

/** The same in plain Java: what the vectorised ones are tested against, and run on any JVM. */
final class PortableBitKernels implements BitKernels {

  @Override
  public void bits(
      Values x, ChannelScaling scaling, int from, int to, int[] words, SignWords layout) {
    int channels = scaling.channels();
    int width = layout.pixels();
    for (int row = from; row < to; row++) {
      for (int p = 0; p < width; p++) {
        for (int first = 0; first < channels; first += Integer.SIZE) {
          int word = 0;
          for (int i = 0; i < Integer.SIZE; i++) {
            int c = first + i;
            float value = x.get((row * width + p) * channels + c);
            word |= (scaling.apply(c, value) < 0 ? 1 : 0) << i;
          }
          words[layout.at(row) + first / Integer.SIZE * layout.plane() + p] = word;
        }
      }
    }
  }

  @Override
  public void interleave(int[] from, int even, int odd, int[] to, int low, int high, int length) {
    for (int p = 0; p < length; p++) {
      int x = from[even + p];
      int y = from[odd + p];
      to[low + p] = spread(x & 0xFFFF) | spread(y & 0xFFFF) << 1;
      to[high + p] = spread(x >>> 16) | spread(y >>> 16) << 1;
    }
  }

  /** Moves bit i of 16 to bit 2i. */
  private static int spread(int bits) {
    int bytes = (bits | bits << 8) & 0x00FF00FF;
    int nibbles = (bytes | bytes << 4) & 0x0F0F0F0F;
    int pairs = (nibbles | nibbles << 2) & 0x33333333;
    return (pairs | pairs << 1) & 0x55555555;
  }

  @Override
  public void signs(int[] words, SignWords layout, int start, int from, int to, Values signs) {
    int channels = layout.channels();
    int width = layout.pixels();
    for (int row = from; row < to; row++) {
      for (int p = 0; p < width; p++) {
        for (int c = 0; c < channels; c++) {
          int word = words[layout.at(row) + c / Integer.SIZE * layout.plane() + p];
          signs.put(((row - start) * width + p) * channels + c, 1 - 2 * (word >>> c & 1));
        }
      }
    }
  }

  @Override
  public ScaledSums scaled(
      float[] scale, float[] shift, boolean rectified, Values y, float[][] tiles) {
    return (sums, length, to) -> {
      for (int i = 0; i < length; i++) {
        int lane = i % scale.length;
        float value = Math.fma(scale[lane], sums[i], shift[lane]);
        float measured = rectified ? Math.max(value, 0) : value;
        tiles[0][lane] += measured;
        tiles[1][lane] += measured * measured;
        y.put(to + i, value);
      }
    };
  }
}
