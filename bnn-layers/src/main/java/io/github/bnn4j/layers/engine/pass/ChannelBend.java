// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.engine.pass;

/**
 * The rectifier behind a block, one value a channel: {@code (u > 0 ? u : slope * u) + offset} with
 * {@code u = v - centre}. A slope of 0 makes it a ReLU, one of 1 leaves values as they are.
 *
 * @param centre what is taken from each channel first
 * @param slope the factors of what is below 0 then
 * @param offset what is added to each channel at the end
 */
record ChannelBend(float[] centre, float[] slope, float[] offset) {

  ChannelBend(int channels) {
    this(new float[channels], new float[channels], new float[channels]);
  }

  float apply(int channel, float u) {
    return (u > 0 ? u : slope[channel] * u) + offset[channel];
  }

  float factor(int channel, float u) {
    return u > 0 ? 1 : slope[channel];
  }
}
