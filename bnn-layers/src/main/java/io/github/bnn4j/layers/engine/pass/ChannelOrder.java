// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.engine.pass;

import io.github.bnn4j.core.packed.layer.Shuffle;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The order of channels after a channel shuffle: {@code y[j * groups + i] = x[i * (C / groups) +
 * j]}.
 */
public final class ChannelOrder {

  private final int groups;
  private final int[] sources;

  /**
   * Makes an order.
   *
   * @param groups groups that are interleaved, a divisor of the channels; 1 leaves all in place
   */
  public ChannelOrder(int channels, int groups) {
    this.groups = groups;
    Shuffle shuffle = new Shuffle(groups);
    this.sources = IntStream.range(0, channels).map(c -> shuffle.source(c, channels)).toArray();
  }

  public int groups() {
    return groups;
  }

  /** For each channel of the result, the channel it comes from. */
  int[] sources() {
    return sources;
  }

  /**
   * Brings the bits of all pixels of an image in order: word w of pixel p is at {@code at + w *
   * plane + p}. To interleave 2^n groups is to interleave two n times, of which each is a few
   * operations on whole words.
   *
   * @param scratch of the same length as the image
   */
  void move(BitKernels kernels, int[] words, int at, int plane, int[] scratch) {
    int planes = sources.length / Integer.SIZE;
    if (Integer.bitCount(groups) > 1 || planes % 2 > 0) {
      System.arraycopy(words, at, scratch, 0, scratch.length);
      Arrays.fill(words, at, at + scratch.length, 0);
      for (int c = 0; c < sources.length; c++) {
        moveBit(scratch, sources[c], words, at, c, plane);
      }
      return;
    }
    int half = planes / 2 * plane;
    for (int n = 1; n < groups; n *= 2) {
      System.arraycopy(words, at, scratch, 0, scratch.length);
      for (int w = 0; w < planes / 2; w++) {
        int to = at + 2 * w * plane;
        kernels.interleave(scratch, w * plane, half + w * plane, words, to, to + plane, plane);
      }
    }
  }

  private static void moveBit(int[] from, int source, int[] to, int at, int target, int plane) {
    int fromWord = source / Integer.SIZE * plane;
    int toWord = at + target / Integer.SIZE * plane;
    for (int p = 0; p < plane; p++) {
      to[toWord + p] |= (from[fromWord + p] >>> source & 1) << target;
    }
  }

  /** For each channel of the source, the channel of the result that it goes to. */
  public int[] targets() {
    int[] targets = new int[sources.length];
    for (int c = 0; c < sources.length; c++) {
      targets[sources[c]] = c;
    }
    return targets;
  }
}
