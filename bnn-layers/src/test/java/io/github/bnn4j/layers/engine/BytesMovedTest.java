// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.bnn4j.core.shape.ConvGeometry;
import io.github.bnn4j.core.shape.FeatureShape;
import io.github.bnn4j.layers.BatchNorm;
import io.github.bnn4j.layers.Conv2d;
import io.github.bnn4j.layers.GaussianArrays;
import io.github.bnn4j.layers.Network;
import io.github.bnn4j.layers.Phase;
import io.github.bnn4j.layers.Pool;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What an engine says it read and wrote is what one counts by hand. */
class BytesMovedTest {

  private static final FeatureShape SHAPE = new FeatureShape(4, 4, 16);

  /** The bytes of an image, float32, which are those of all values but the last. */
  private static final long IMAGE = 4 * 4 * 16 * 4;

  private static final long POOLED = 2 * 2 * 16 * 4;
  private static final long WEIGHTS = 16 * 16 * 4;
  private static final long BIAS = 16 * 4;

  @Test
  void aStepOfOneImageMovesWhatItsArraysHold() {
    assumeTrue(OneDnnEngine.isAvailable());
    Network network =
        Network.builder(SHAPE)
            .add("conv", new Conv2d(new ConvGeometry(16, 16, 1, 1, 0, 1)))
            .add("norm", new BatchNorm(16))
            .add("pool", Pool.average(2, 2, 0))
            .build();
    network.initialize(1);
    OneDnnEngine engine = new OneDnnEngine(false);
    Random random = new Random(1);

    try (BoundNetwork bound = engine.bind(network, 1)) {
      bound.forward(GaussianArrays.next(random, SHAPE.batch(1)), true);
      bound.backward(GaussianArrays.next(random, network.output().batch(1)));
    }

    long statistics = IMAGE;
    long normalized = 2 * IMAGE;
    long sumsOfGradients = 2 * IMAGE;
    long inputGradient = 3 * IMAGE;
    long weightsIntoAnotherOrder = 2 * WEIGHTS;
    long theirGradientBack = 2 * WEIGHTS;
    long poolBothWays = 2 * (IMAGE + POOLED);
    assertThat(engine.bytesMoved())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                Phase.CONVOLUTION_FORWARD,
                IMAGE + WEIGHTS + BIAS + IMAGE,
                Phase.CONVOLUTION_BACKWARD_DATA,
                0L,
                Phase.CONVOLUTION_BACKWARD_WEIGHTS,
                IMAGE + IMAGE + WEIGHTS + BIAS,
                Phase.NORMALIZATION,
                statistics + normalized + sumsOfGradients + inputGradient,
                Phase.BINARIZATION,
                0L,
                Phase.MOVEMENT,
                weightsIntoAnotherOrder + theirGradientBack + poolBothWays));
  }
}
