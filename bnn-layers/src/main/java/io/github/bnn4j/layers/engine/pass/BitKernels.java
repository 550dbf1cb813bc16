// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.engine.pass;

/**
 * From numbers to bits and back, around a convolution that counts bits. A bit is 1 where the sign
 * is -1. Thread-safe.
 */
interface BitKernels {

  /**
   * Writes the signs of some rows of pixels of what is scaled.
   *
   * @param x {@code [rows, width, channels]} of the whole batch
   * @param scaling of a multiple of 32 channels
   * @param layout of the words
   */
  void bits(Values x, ChannelScaling scaling, int from, int to, int[] words, SignWords layout);

  /**
   * Interleaves the bits of words at two indices: those of the first become the even bits, those of
   * the second the odd ones.
   *
   * @param low where the words of the lower halves go
   * @param high where those of the upper halves go
   * @param length how many words there are at each index
   */
  void interleave(int[] from, int even, int odd, int[] to, int low, int high, int length);

  /**
   * Writes the signs of some rows of pixels as +1 and -1, in either type.
   *
   * @param start the row that is written to the start of the signs
   */
  void signs(int[] words, SignWords layout, int start, int from, int to, Values signs);

  /**
   * Writes {@code y = scale * sum + shift}, a row of a scratch at a time, and adds r(y) and its
   * square to the first two tiles, where r(y) is max(y, 0) if rectified and y otherwise.
   *
   * @param scale one a channel, repeated to the length of a row
   * @param shift the same
   * @param y float32
   * @return what does so
   */
  ScaledSums scaled(float[] scale, float[] shift, boolean rectified, Values y, float[][] tiles);
}
