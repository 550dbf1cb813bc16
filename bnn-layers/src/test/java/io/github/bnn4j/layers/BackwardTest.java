// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bnn4j.core.shape.ConvGeometry;
import io.github.bnn4j.core.shape.FeatureShape;
import io.github.bnn4j.core.shape.Window;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The backward pass of every differentiable layer is the derivative of its forward pass. */
class BackwardTest {

  @Property(tries = 10, shrinking = ShrinkingMode.OFF)
  void convolution(
      @ForAll @IntRange(min = 1, max = 3) int groups,
      @ForAll @IntRange(min = 1, max = 2) int inputs,
      @ForAll @IntRange(min = 1, max = 2) int outputs,
      @ForAll long seed) {
    FeatureShape shape = new FeatureShape(4, 3, groups * inputs);
    Window window = RandomWindows.next(new Random(seed), 3, shape);
    ConvGeometry geometry = new ConvGeometry(groups * inputs, groups * outputs, window, groups);
    NumericalGradient.check(new Conv2d(geometry), shape, seed);
  }

  @Property(tries = 8, shrinking = ShrinkingMode.OFF)
  void normalisation(@ForAll @IntRange(min = 1, max = 5) int channels, @ForAll long seed) {
    NumericalGradient.check(new BatchNorm(channels), new FeatureShape(3, 2, channels), seed);
  }

  @Property(tries = 8, shrinking = ShrinkingMode.OFF)
  void rectifierWithSlopes(@ForAll @IntRange(min = 1, max = 5) int channels, @ForAll long seed) {
    NumericalGradient.check(new PReLU(channels), new FeatureShape(3, 2, channels), seed);
  }

  @Test
  void rectifier() {
    NumericalGradient.check(new ReLU(), new FeatureShape(5, 3, 4), 1);
  }

  @Property(tries = 10, shrinking = ShrinkingMode.OFF)
  void pool(@ForAll Pool.Kind kind, @ForAll long seed) {
    FeatureShape shape = new FeatureShape(5, 4, 2);
    Window window = RandomWindows.next(new Random(seed), 3, shape);
    NumericalGradient.check(
        kind == Pool.Kind.MAX ? Pool.max(window) : Pool.average(window), shape, seed);
  }

  @Property(tries = 5, shrinking = ShrinkingMode.OFF)
  void fullyConnected(@ForAll @IntRange(min = 1, max = 4) int outputs, @ForAll long seed) {
    NumericalGradient.check(new Linear(12, outputs), new FeatureShape(2, 3, 2), seed);
  }

  @Property(tries = 5, shrinking = ShrinkingMode.OFF)
  void dropout(@ForAll long seed) {
    Operation operation = new Dropout(0.5).bind(new FeatureShape(3, 2, 4));
    INDArray x = GaussianArrays.next(new Random(seed), 2, 3, 2, 4);
    INDArray factors = operation.forward(x, true).div(x);

    INDArray gradient = GaussianArrays.next(new Random(seed + 1), 2, 3, 2, 4);

    assertThat(operation.backward(gradient)).isEqualTo(gradient.mul(factors));
  }

  @Test
  void globalPool() {
    NumericalGradient.check(Pool.globalAverage(), new FeatureShape(5, 3, 4), 1);
  }

  @Property(tries = 5, shrinking = ShrinkingMode.OFF)
  void shuffle(
      @ForAll @IntRange(min = 2, max = 4) int groups,
      @ForAll @IntRange(min = 1, max = 3) int perGroup,
      @ForAll long seed) {
    NumericalGradient.check(
        new ChannelShuffle(groups), new FeatureShape(2, 2, groups * perGroup), seed);
  }
}
