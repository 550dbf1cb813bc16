// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.bnn4j.core.binarize.WeightGradient;
import io.github.bnn4j.core.graph.Join;
import io.github.bnn4j.core.shape.ConvGeometry;
import io.github.bnn4j.core.shape.FeatureShape;
import io.github.bnn4j.layers.BatchNorm;
import io.github.bnn4j.layers.BinActiv;
import io.github.bnn4j.layers.BinConv2d;
import io.github.bnn4j.layers.ChannelShuffle;
import io.github.bnn4j.layers.Conv2d;
import io.github.bnn4j.layers.GaussianArrays;
import io.github.bnn4j.layers.Network;
import io.github.bnn4j.layers.Pool;
import io.github.bnn4j.layers.ReLU;
import io.github.bnn4j.layers.engine.onednn.OneDnnCompiler;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Blocks of a normalisation, signs and a binary convolution, whose way back is taken a few images
 * at a time through one and the block before it where the engine can.
 */
@Tag("kernel")
class CountedBlocksTest {

  private static final FeatureShape SHAPE = new FeatureShape(64, 64, 4);

  /** More images than one of its workers takes at a time, and not as many for each of them. */
  private static final int BATCH = 7;

  @ParameterizedTest
  @ValueSource(ints = {1, BATCH})
  void gradientsAreSumsOverAllImagesHoweverManyAreTakenAtATime(int batch) {
    check(row(), batch);
  }

  @Test
  void gradientsOfAValueThatTwoReadAreAdded() {
    check(branches(), BATCH);
  }

  @Test
  void branchesKeepTheirGradientsApart() {
    check(interleavedBranches(), BATCH);
  }

  @Test
  void branchesKeepTheirGradientsApartWhereTheyAreRounded() {
    assumeTrue(OneDnnCompiler.hasBfloat16());

    check(interleavedBranches(), BATCH, new OneDnnEngine(true), 0.25);
  }

  @Test
  void aStepGivesTheSameBitsEachTime() {
    assertThat(gradients(Engine.fastest(), row(), BATCH, 1))
        .isEqualTo(gradients(Engine.fastest(), row(), BATCH, 2));
  }

  private static void check(Network network, int batch) {
    assumeTrue(OneDnnEngine.isAvailable());

    check(network, batch, new OneDnnEngine(false), 2e-3);
  }

  /** Compares with the reference, up to a part of the size of each gradient. */
  private static void check(Network network, int batch, Engine engine, double tolerance) {
    Map<String, INDArray> fast = gradients(engine, network, batch, 2);

    gradients(new Nd4jEngine(), network, batch, 1)
        .forEach(
            (name, expected) ->
                assertThat(fast.get(name).distance2(expected))
                    .as(name)
                    .isLessThan(tolerance * (1 + expected.norm2Number().doubleValue())));
  }

  /** Those of the last of some equal steps. */
  private static Map<String, INDArray> gradients(
      Engine engine, Network network, int batch, int steps) {
    network.initialize(1);
    Random random = new Random(2);
    INDArray x = GaussianArrays.next(random, SHAPE.batch(batch));
    INDArray gradient = GaussianArrays.next(random, network.output().batch(batch));
    Map<String, INDArray> gradients = new TreeMap<>();
    try (BoundNetwork bound = engine.bind(network, batch)) {
      for (int step = 0; step < steps; step++) {
        bound.forward(x, true);
        bound.backward(gradient);
      }
    }
    network
        .parameters()
        .forEach(
            (name, parameter) -> {
              // a bias in front of a normalisation has a gradient of nothing but rounding
              if (parameter.isTrained() && !name.endsWith(".bias")) {
                gradients.put(name, parameter.gradient().dup());
              }
            });
    return gradients;
  }

  /** With rectifiers, shuffles, a pool between, and images that grow and shrink. */
  private static Network row() {
    Network.Builder builder = first();
    block(builder, 1, 32, 32, 1, 2);
    builder.add("relu1", new ReLU()).add("shuffle1", new ChannelShuffle(2));
    block(builder, 2, 32, 64, 1, 2);
    builder.add("relu2", new ReLU());
    block(builder, 3, 64, 64, 1, 1);
    builder.add("relu3", new ReLU()).add("pool", Pool.max(3, 2, 1));
    block(builder, 4, 64, 128, 3, 4);
    builder.add("relu4", new ReLU()).add("shuffle4", new ChannelShuffle(4));
    block(builder, 5, 128, 128, 1, 2);
    return builder.build();
  }

  private static Network branches() {
    Network.Builder builder = first();
    block(builder, 1, 32, 32, 1, 1);
    block(builder, 2, 32, 32, 1, 1);
    builder.join("sum", Join.ADD, "conv1", "conv2");
    block(builder, 3, 32, 32, 1, 1);
    return builder.build();
  }

  /** The blocks of one branch stand between those of the other. */
  private static Network interleavedBranches() {
    Network.Builder builder = first();
    block(builder, 1, 32, 32, 1, 1);
    builder.add("relu1", new ReLU(), "relu");
    block(builder, 2, 32, 32, 1, 1);
    block(builder, 3, 32, 32, 1, 1);
    block(builder, 4, 32, 32, 1, 1);
    builder.add("relu5", new ReLU(), "conv1");
    block(builder, 5, 32, 32, 1, 1);
    builder.join("sum", Join.ADD, "conv4", "conv5");
    return builder.build();
  }

  private static Network.Builder first() {
    return Network.builder(SHAPE)
        .add("first", new Conv2d(new ConvGeometry(SHAPE.channels(), 32, 1, 1, 0, 1)))
        .add("norm", new BatchNorm(32))
        .add("relu", new ReLU());
  }

  private static void block(
      Network.Builder builder, int number, int in, int out, int kernel, int groups) {
    builder
        .add("norm" + number, new BatchNorm(in))
        .add("sign" + number, new BinActiv())
        .add(
            "conv" + number,
            new BinConv2d(
                new ConvGeometry(in, out, kernel, 1, kernel / 2, groups),
                WeightGradient.CORRECTED));
  }
}
