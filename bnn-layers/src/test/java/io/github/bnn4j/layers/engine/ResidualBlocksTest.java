// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.bnn4j.core.binarize.LatentConstraint;
import io.github.bnn4j.core.binarize.Scaling;
import io.github.bnn4j.core.binarize.StraightThroughEstimator;
import io.github.bnn4j.core.graph.Join;
import io.github.bnn4j.core.shape.ConvGeometry;
import io.github.bnn4j.core.shape.FeatureShape;
import io.github.bnn4j.layers.BatchNorm;
import io.github.bnn4j.layers.BinActiv;
import io.github.bnn4j.layers.BinConv2d;
import io.github.bnn4j.layers.GaussianArrays;
import io.github.bnn4j.layers.Network;
import io.github.bnn4j.layers.PReLU;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Residual blocks, whose way back is taken a few images at a time where the engine can. */
@Tag("kernel")
class ResidualBlocksTest {

  private static final FeatureShape SHAPE = new FeatureShape(64, 64, 32);

  /** More images than one of its workers takes at a time, and not as many for each of them. */
  private static final int BATCH = 7;

  @Test
  void gradientsAreSumsOverAllImagesHoweverManyAreTakenAtATime() {
    assumeTrue(OneDnnEngine.isAvailable());

    Map<String, INDArray> fast = gradients(new OneDnnEngine(false));

    gradients(new Nd4jEngine())
        .forEach(
            (name, expected) ->
                assertThat(fast.get(name).distance2(expected))
                    .as(name)
                    .isLessThan(2e-3 * (1 + expected.norm2Number().doubleValue())));
  }

  @Test
  void aStepGivesTheSameBitsEachTime() {
    assertThat(gradients(Engine.fastest())).isEqualTo(gradients(Engine.fastest()));
  }

  private static Map<String, INDArray> gradients(Engine engine) {
    Network network = network();
    network.initialize(1);
    Random random = new Random(2);
    Map<String, INDArray> gradients = new TreeMap<>();
    try (BoundNetwork bound = engine.bind(network, BATCH)) {
      bound.forward(GaussianArrays.next(random, SHAPE.batch(BATCH)), true);
      bound.backward(GaussianArrays.next(random, SHAPE.batch(BATCH)));
    }
    network
        .parameters()
        .forEach(
            (name, parameter) -> {
              if (parameter.isTrained()) {
                gradients.put(name, parameter.gradient().dup());
              }
            });
    return gradients;
  }

  private static Network network() {
    int channels = SHAPE.channels();
    Network.Builder builder = Network.builder(SHAPE).add("norm", new BatchNorm(channels));
    String stream = "norm";
    for (int block = 1; block <= 2; block++) {
      String name = "block" + block;
      builder
          .add(
              name + ".sign",
              BinActiv.withThresholds(channels, new StraightThroughEstimator.ApproxSign()))
          .add(
              name + ".conv",
              new BinConv2d(
                  new ConvGeometry(channels, channels, 3, 1, 1, 1),
                  new Scaling.None(),
                  LatentConstraint.CENTRE_AND_CLIP,
                  false))
          .add(name + ".norm", new BatchNorm(channels))
          .join(name + ".add", Join.ADD, name + ".norm", stream)
          .add(name + ".prelu", new PReLU(channels));
      stream = name + ".prelu";
    }
    return builder.build();
  }
}
