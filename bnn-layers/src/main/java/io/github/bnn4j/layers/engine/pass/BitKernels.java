// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.engine.pass;

/**
 * From numbers to bits and back, around a convolution that counts bits. A bit is 1 where the sign
 * is -1; a word is 32 channels of one pixel. Thread-safe.
 */
interface BitKernels {

  /**
   * Writes the signs of some positions of what is scaled: word w of the n-th of them to {@code at +
   * w * plane + n}.
   *
   * @param x {@code [positions, channels]}
   * @param scaling of a multiple of 32 channels
   */
  void bits(Values x, ChannelScaling scaling, int from, int to, int[] words, int at, int plane);

  /**
   * Interleaves the bits of words at two indices: those of the first become the even bits, those of
   * the second the odd ones.
   *
   * @param low where the words of the lower halves go
   * @param high where those of the upper halves go
   * @param length how many words there are at each index
   */
  void interleave(int[] from, int even, int odd, int[] to, int low, int high, int length);

  /** Writes the same signs as +1 and -1, in either type. */
  void signs(int[] words, int at, int plane, int channels, int from, int to, Values signs);

  /**
   * Writes {@code y = scale * sum + shift} of some positions, a row of a scratch at a time, and
   * adds r(y) and its square to the first two tiles, where r(y) is max(y, 0) if rectified and y
   * otherwise.
   *
   * @param scale one a channel, repeated to the length of a row
   * @param shift the same
   * @param length how many sums there are, of whole positions
   * @param y float32
   */
  void scale(
      int[] sums,
      float[] scale,
      float[] shift,
      boolean rectified,
      int length,
      Values y,
      int to,
      float[][] tiles);
}
