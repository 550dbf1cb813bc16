// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.engine.pass;

import java.util.Arrays;

/**
 * A normalisation as one multiply-add a channel: {@code v = scale * r(x) + shift}, where r(x) is
 * max(x, 0) if rectified and x otherwise.
 *
 * @param scale one factor a channel
 * @param shift one summand a channel
 * @param rectified whether the ReLU in front of the normalisation is part of it
 */
public record ChannelScaling(float[] scale, float[] shift, boolean rectified) {

  /** {@code v = x + shift}, of one summand a channel that may change. */
  public static ChannelScaling shifted(float[] shift) {
    float[] ones = new float[shift.length];
    Arrays.fill(ones, 1);
    return new ChannelScaling(ones, shift, false);
  }

  int channels() {
    return scale.length;
  }

  float rectify(float x) {
    return rectified ? Math.max(x, 0) : x;
  }

  float apply(int channel, float x) {
    return Math.fma(scale[channel], rectify(x), shift[channel]);
  }
}
