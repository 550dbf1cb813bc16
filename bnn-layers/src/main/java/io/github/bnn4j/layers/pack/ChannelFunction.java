// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.pack;

import io.github.bnn4j.layers.BatchNorm;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What happens to the values of each channel between a convolution and a pool or a sign: affine
 * functions and rectifiers, evaluated in double. Monotone in each channel. Immutable.
 */
final class ChannelFunction {

  /** What happens next to a value of a channel; monotone. */
  interface Step {
    double apply(int channel, double x);
  }

  private final int channels;
  private final List<Step> steps;

  private ChannelFunction(int channels, List<Step> steps) {
    this.channels = channels;
    this.steps = steps;
  }

  static ChannelFunction identity(int channels) {
    return new ChannelFunction(channels, List.of());
  }

  int channels() {
    return channels;
  }

  double apply(int channel, double x) {
    double value = x;
    for (Step step : steps) {
      value = step.apply(channel, value);
    }
    return value;
  }

  /** The sign of the value, with sign(0) = +1. */
  boolean isPositive(int channel, double x) {
    return apply(channel, x) >= 0;
  }

  ChannelFunction thenScale(float[] scale, float[] shift) {
    return then((c, x) -> scale[c] * x + shift[c]);
  }

  ChannelFunction thenRectify() {
    return then((c, x) -> Math.max(x, 0));
  }

  /** Channel c here is channel {@code order[c]} of the normalisation. */
  ChannelFunction thenNormalize(BatchNorm norm, int[] order) {
    float[] gamma = norm.gamma().value().data().asFloat();
    float[] beta = norm.beta().value().data().asFloat();
    float[] mean = norm.runningMean().value().data().asFloat();
    float[] variance = norm.runningVariance().value().data().asFloat();
    return then(
        (c, x) -> {
          int n = order[c];
          return gamma[n] * (x - mean[n]) / Math.sqrt(variance[n] + norm.epsilon()) + beta[n];
        });
  }

  ChannelFunction then(Step step) {
    List<Step> longer = new ArrayList<>(steps);
    longer.add(step);
    return new ChannelFunction(channels, List.copyOf(longer));
  }

  /** Whether no channel falls between two points. */
  boolean rises(double low, double high) {
    return IntStream.range(0, channels).allMatch(c -> apply(c, low) <= apply(c, high));
  }
}
