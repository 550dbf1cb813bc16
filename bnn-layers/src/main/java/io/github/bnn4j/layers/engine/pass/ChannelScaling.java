// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.engine.pass;

/**
 * A normalisation as one multiply-add a channel: {@code v = scale * r(x) + shift}, where r(x) is
 * max(x, 0) if rectified and x otherwise.
 *
 * @param scale one factor a channel
 * @param shift one summand a channel
 * @param rectified whether the ReLU in front of the normalisation is part of it
 */
record ChannelScaling(float[] scale, float[] shift, boolean rectified) {

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
