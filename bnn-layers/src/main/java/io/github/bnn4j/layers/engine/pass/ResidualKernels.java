// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.engine.pass;

import java.util.Optional;

/**
 * The passes over the stream of a residual network: where a block ends, and where the next takes
 * signs of it. Each value is read once a pass.
 *
 * <p>Arrays are {@code [positions, channels]}, contiguous, in direct buffers, float32 or bfloat16;
 * a call works on the positions from..to-1. Thread-safe, with a scratch for each thread. What is
 * written may be one of the arrays that are read.
 */
interface ResidualKernels {

  /**
   * The end of a block: {@code y = bend(scale * z + shift + x)}, where u is what is bent.
   *
   * @param z what the block's convolution gives
   * @param x the shortcut
   * @param scaling the normalisation of z
   * @param bend the rectifier
   */
  record End(Values z, Values x, ChannelScaling scaling, ChannelBend bend) {

    int channels() {
      return scaling.channels();
    }

    /** The bytes of what is read. */
    long size() {
      return Values.size(z, x);
    }

    /** The end of some positions. */
    End part(int from, int positions) {
      int channels = channels();
      return new End(
          z.part(from * channels, positions * channels),
          x.part(from * channels, positions * channels),
          scaling,
          bend);
    }

    float u(int channel, float sum, float shortcut) {
      return scaling.apply(channel, sum) + shortcut - bend.centre()[channel];
    }
  }

  /** Writes y. */
  void end(End end, int from, int to, Values y, BlockScratch scratch);

  /**
   * Writes d, the gradient of u and so that of x, and adds to the four sums, where g is the
   * gradient of y: d, d * z, g, and g * u where u is not above 0.
   *
   * @param shortcutGradient may be the gradient itself
   */
  void shortcutGradient(
      End end, Values gradient, int from, int to, Values shortcutGradient, BlockScratch scratch);

  /** Writes the gradient of z, a * d + b * z + c. */
  void sumGradient(
      Values z,
      Values d,
      ChannelKernels.Coefficients coefficients,
      int from,
      int to,
      Values sumGradient,
      BlockScratch scratch);

  /**
   * The way back through signs of x and what is added to its channels: adds d to the first sum, and
   * writes d plus the gradient that x has from its other readers, if any.
   *
   * @param gated of a scaling that adds only
   */
  void gate(
      GatedGradient gated,
      Optional<Values> others,
      int from,
      int to,
      Values inputGradient,
      BlockScratch scratch);
}
