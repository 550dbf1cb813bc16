// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.engine.pass;

/**
 * From numbers to bits and back, around a convolution that counts bits. A bit is 1 where the sign
 * is -1; a word is 32 channels of one pixel. Thread-safe.
 */
interface BitKernels {

  /**
   * Writes the signs of x + threshold of some positions: word w of the n-th of them to {@code at +
   * w * plane + n}.
   *
   * @param x float32, {@code [positions, channels]}
   * @param threshold one a channel, a multiple of 32 of them
   */
  void bits(Values x, float[] threshold, int from, int to, int[] words, int at, int plane);

  /** Writes the same signs as +1 and -1, in either type. */
  void signs(int[] words, int at, int plane, int channels, int from, int to, Values signs);

  /**
   * Writes {@code scale * sum + shift}, as many as there are scales, some of which repeat.
   *
   * @param length how many, at most as many as there are scales
   * @param y float32
   */
  void scale(int[] sums, int at, float[] scale, float[] shift, int length, Values y, int to);
}
