// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers;

import io.github.bnn4j.core.shape.ConvGeometry;
import io.github.bnn4j.core.shape.FeatureShape;
import java.util.Locale;
import java.util.random.RandomGenerator;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What float and binary convolutions share. */
final class Convolutions {

  private Convolutions() {}

  static long[] weightShape(ConvGeometry geometry) {
    return new long[] {
      geometry.outChannels(),
      geometry.window().rows().kernel(),
      geometry.window().columns().kernel(),
      geometry.perGroup()
    };
  }

  static String description(String kind, ConvGeometry geometry) {
    return String.format(
        Locale.ROOT,
        "%s %d -> %d, %s, groups %d",
        kind,
        geometry.inChannels(),
        geometry.outChannels(),
        geometry.window(),
        geometry.groups());
  }

  static FeatureShape outputShape(ConvGeometry geometry, FeatureShape input) {
    if (input.channels() != geometry.inChannels()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "A convolution of %d input channels cannot take an input of shape %s.",
              geometry.inChannels(),
              input));
    }
    return input.through(geometry.window(), geometry.outChannels());
  }

  /** The same values as {@code [positions, channels]}. */
  static INDArray perChannel(INDArray x) {
    long channels = x.size(x.rank() - 1);
    return x.reshape('c', x.length() / channels, channels);
  }

  static void fillNormal(INDArray array, double deviation, RandomGenerator random) {
    float[] values = new float[Math.toIntExact(array.length())];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (deviation * random.nextGaussian());
    }
    Floats.copy(values, array);
  }
}
