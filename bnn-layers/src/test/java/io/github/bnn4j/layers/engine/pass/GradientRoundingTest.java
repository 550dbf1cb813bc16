// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.engine.pass;

import static io.github.bnn4j.layers.engine.pass.DirectValues.values;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.IntRange;

/** What int8 makes of the gradients of an image. */
@Tag("kernel")
class GradientRoundingTest {

  @Property(tries = 40, shrinking = ShrinkingMode.OFF)
  void eachIsOffByAtMostHalfAStepWhichIsA127thOfTheLargest(
      @ForAll @IntRange(min = 1, max = 70) int channels,
      @ForAll @IntRange(min = -100, max = 100) int exponent,
      @ForAll long seed) {
    Random random = new Random(seed);
    float[] alpha = new float[channels];
    for (int c = 0; c < channels; c++) {
      alpha[c] = 0.01f + random.nextFloat();
    }
    float[] gradients = new float[channels * (1 + random.nextInt(40))];
    for (int i = 0; i < gradients.length; i++) {
      gradients[i] = (float) (random.nextGaussian() * Math.scalb(1.0, exponent));
    }
    Values gradient = values(gradients, true);
    ByteBuffer rounded = ByteBuffer.allocateDirect(gradients.length);

    GradientRounding rounding = new GradientRounding(alpha);
    float step = rounding.round(gradient, 0, gradients.length, rounded);

    double largest = 0;
    for (int i = 0; i < gradients.length; i++) {
      double exact = (double) alpha[i % channels] * gradient.get(i);
      largest = Math.max(largest, Math.abs(exact));
      assertThat(Math.abs(rounded.get(i) * (double) step - exact))
          .as("gradient %s of step %s", exact, step)
          .isLessThanOrEqualTo(0.50001 * step);
    }
    assertThat((double) step).isBetween(0.99999 * largest / 127, 1.00001 * largest / 127);
  }

  @Property(tries = 5)
  void nothingIsRoundedToNothing(@ForAll @IntRange(min = 1, max = 70) int channels) {
    float[] alpha = new float[channels];
    ByteBuffer rounded = ByteBuffer.allocateDirect(4 * channels);

    float step =
        new GradientRounding(alpha)
            .round(values(new float[4 * channels], true), 0, 4 * channels, rounded);

    assertThat(step).isFinite();
    for (int i = 0; i < rounded.capacity(); i++) {
      assertThat(rounded.get(i)).isZero();
    }
  }
}
