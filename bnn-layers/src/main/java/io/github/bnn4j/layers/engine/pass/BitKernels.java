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
   * Writes {@code y = scale * sum + shift} of some positions, a row of a scratch at a time, and
   * adds y and its square to the first two tiles.
   *
   * @param scale one a channel, repeated to the length of a row
   * @param shift the same
   * @param length how many sums there are, of whole positions
   * @param y float32
   */
  void scale(
      int[] sums, float[] scale, float[] shift, int length, Values y, int to, float[][] tiles);
}
