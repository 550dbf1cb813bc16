// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.engine.pass;

import java.nio.ByteBuffer;

/**
 * The passes over activations between two convolutions, fused so that each value is read once a
 * pass: statistics, normalise and binarize or rectify, and their way back.
 *
 * <p>Arrays are {@code [positions, channels]}, contiguous, in direct buffers, float32 or bfloat16;
 * a call works on the positions from..to-1. Thread-safe, with a scratch for each thread.
 *
 * <p>Written by hand because no library has them: {@code ./bnn benchmark normalization} took 0.13
 * ms an image for all of it, both ways, on 192 x 32 x 32 values, where ND4J's operations took 4.0
 * ms and oneDNN's batch normalisation alone, which has no sign and no estimator, 0.09 ms.
 */
interface ChannelKernels {

  /** Adds x to the sums. */
  void sums(Values x, int from, int to, Scratch scratch);

  /** Adds r(x) to the sums and r(x)^2 to the other sums. */
  void moments(Values x, boolean rectified, int from, int to, Scratch scratch);

  /** Writes sign(v), one byte each, sign(0) = +1, with the channels in the order given. */
  void signs(
      Values x,
      ChannelScaling scaling,
      ChannelOrder order,
      int from,
      int to,
      ByteBuffer signs,
      Scratch scratch);

  /** Writes max(v, 0) if relu, else v. */
  void normalize(
      Values x, ChannelScaling scaling, int from, int to, boolean relu, Values y, Scratch scratch);

  /** Writes channels that are in an order to where they come from, in values of the same type. */
  void restoreOrder(
      Values ordered, ChannelOrder order, int from, int to, Values restored, Scratch scratch);

  /** Adds d to the sums and d * r(x) to the other sums. */
  void gradientMoments(GatedGradient gated, int from, int to, Scratch scratch);

  /** Writes a * d + b * r(x) + c; 0 where a ReLU in front blocks it. */
  void inputGradient(
      GatedGradient gated,
      Coefficients coefficients,
      int from,
      int to,
      Values inputGradient,
      Scratch scratch);

  /**
   * The backward pass of a batch normalisation as a linear form of d and x.
   *
   * @param a factor of d, one a channel
   * @param b factor of r(x), one a channel
   * @param c summand, one a channel
   */
  record Coefficients(float[] a, float[] b, float[] c) {}
}
