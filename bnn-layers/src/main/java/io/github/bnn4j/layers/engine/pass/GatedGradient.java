// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.engine.pass;

/**
 * A gradient on its way back through an activation of what is scaled: {@code d = gate(v) *
 * gradient}, with v as {@link ChannelScaling} has it.
 *
 * @param x what is scaled
 * @param gradient that of the activation
 * @param scaling from x to v
 * @param gate the factor at v
 */
public record GatedGradient(Values x, Values gradient, ChannelScaling scaling, Gate gate) {

  /**
   * That of some images of a batch.
   *
   * @param size values of an image
   */
  public GatedGradient of(Chunk images, int size) {
    return new GatedGradient(images.of(x, size), images.of(gradient, size), scaling, gate);
  }

  int channels() {
    return scaling.channels();
  }

  /** The bytes of what is read. */
  long size() {
    return Values.size(x, gradient);
  }

  float d(int channel, float value, float incoming) {
    return gate.factor(scaling.apply(channel, value)) * incoming;
  }
}
