// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.pack;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bnn4j.core.packed.layer.AvgPoolThreshold;
import io.github.bnn4j.core.packed.layer.FloatThreshold;
import io.github.bnn4j.core.packed.layer.IntThreshold;
import io.github.bnn4j.core.shape.Window;
import io.github.bnn4j.layers.BatchNorm;
import io.github.bnn4j.layers.ChannelFunction;
import io.github.bnn4j.layers.ReLU;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;

/** A threshold says the same as the function it was found for, at every point. */
class ThresholdsTest {

  private static final int CHANNELS = 12;

  @Property(tries = 100, shrinking = ShrinkingMode.OFF)
  void integersAreComparedAsTheFunctionSays(
      @ForAll @IntRange(min = 1, max = 200) int bound,
      @ForAll boolean rectified,
      @ForAll long seed) {
    Random random = new Random(seed);
    float[] scale = scales(random);
    float[] shift = gaussian(random, bound);
    ChannelFunction sums = ChannelFunction.affine((c, x) -> scale[c] * x + shift[c]);
    ChannelFunction function = normalized(rectified ? rectified(sums) : sums, random, bound);

    IntThreshold threshold = Thresholds.ofIntegers(function, CHANNELS, bound);

    for (int c = 0; c < CHANNELS; c++) {
      for (int z = -bound; z <= bound; z++) {
        boolean positive = z >= threshold.threshold()[c] != threshold.flip().get(c);
        assertThat(positive).as("channel %s at %s", c, z).isEqualTo(function.isPositive(c, z));
      }
    }
  }

  @Property(tries = 50, shrinking = ShrinkingMode.OFF)
  void floatsAreComparedAsTheFunctionSays(
      @ForAll boolean rectified, @ForAll @IntRange(max = 30) int exponent, @ForAll long seed) {
    Random random = new Random(seed);
    double size = Math.pow(10, exponent);
    ChannelFunction input = ChannelFunction.identity();
    ChannelFunction function = normalized(rectified ? rectified(input) : input, random, size);

    FloatThreshold threshold = Thresholds.ofFloats(function, CHANNELS);

    for (int c = 0; c < CHANNELS; c++) {
      float edge = threshold.threshold()[c];
      float[] points = {
        edge,
        Math.nextUp(edge),
        Math.nextDown(edge),
        0,
        -0.0f,
        Float.MAX_VALUE,
        -Float.MAX_VALUE,
        (float) (size * random.nextGaussian()),
        (float) random.nextGaussian()
      };
      for (float x : points) {
        if (Float.isFinite(x)) {
          boolean positive = x >= edge != threshold.flip().get(c);
          assertThat(positive).as("channel %s at %s", c, x).isEqualTo(function.isPositive(c, x));
        }
      }
    }
  }

  @Property(tries = 100, shrinking = ShrinkingMode.OFF)
  void averagesAreComparedAsTheFunctionSaysForEveryCountAndSum(
      @ForAll @IntRange(min = 1, max = 3) int kernel,
      @ForAll @IntRange(min = 1, max = 20) int bound,
      @ForAll boolean rectified,
      @ForAll long seed) {
    Random random = new Random(seed);
    Window window = new Window(kernel, 1, 0);
    int taps = window.taps();
    float[] scale = scales(random);
    float[] shift = gaussian(random, bound);
    ChannelFunction after = normalized(ChannelFunction.identity(), random, bound);

    AvgPoolThreshold threshold =
        Thresholds.ofAverages(scale, shift, rectified, window, after, bound);

    for (int c = 0; c < CHANNELS; c++) {
      for (int z = -bound; z <= bound; z++) {
        boolean passes = !rectified || scale[c] * (double) z + shift[c] > 0;
        assertThat(z >= threshold.cut()[c]).as("channel %s lets %s in", c, z).isEqualTo(passes);
      }
      for (int n = 0; n <= taps; n++) {
        int limit = threshold.limit()[c][n];
        for (int sum = -n * bound; sum <= n * bound; sum++) {
          double average = (scale[c] * (double) sum + n * (double) shift[c]) / taps;
          boolean positive = sum >= limit != threshold.flip().get(c);
          assertThat(positive)
              .as("channel %s at %s values of sum %s", c, n, sum)
              .isEqualTo(after.isPositive(c, average));
        }
      }
    }
  }

  /** Normalisations whose channels rise, fall, stand still, or are far from 0. */
  private static ChannelFunction normalized(ChannelFunction input, Random random, double size) {
    BatchNorm norm = new BatchNorm(CHANNELS);
    for (int c = 0; c < CHANNELS; c++) {
      norm.gamma().value().putScalar(c, c % 4 == 3 ? 0 : random.nextGaussian());
      norm.beta().value().putScalar(c, c < 4 ? 0 : random.nextGaussian());
      norm.runningMean().value().putScalar(c, size * random.nextGaussian() / 2);
      norm.runningVariance().value().putScalar(c, size * random.nextDouble());
    }
    norm.beta().value().putScalar(8, 1000 * random.nextGaussian());
    return input.then(norm.perChannel().orElseThrow());
  }

  private static ChannelFunction rectified(ChannelFunction input) {
    return input.then(new ReLU().perChannel().orElseThrow());
  }

  /** Scales of sums: means of magnitudes, of which one is 0. */
  private static float[] scales(Random random) {
    float[] scales = gaussian(random, 1);
    for (int c = 0; c < CHANNELS; c++) {
      scales[c] = Math.abs(scales[c]);
    }
    scales[random.nextInt(CHANNELS)] = 0;
    return scales;
  }

  private static float[] gaussian(Random random, double size) {
    float[] values = new float[CHANNELS];
    for (int c = 0; c < CHANNELS; c++) {
      values[c] = (float) (size * random.nextGaussian());
    }
    return values;
  }
}
