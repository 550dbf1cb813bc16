// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.bnn4j.core.binarize.LatentConstraint;
import io.github.bnn4j.core.binarize.Reparameterization;
import io.github.bnn4j.core.binarize.Scaling;
import io.github.bnn4j.core.binarize.WeightTernarizer;
import io.github.bnn4j.core.file.BnnFormatException;
import io.github.bnn4j.core.shape.ConvGeometry;
import io.github.bnn4j.core.shape.FeatureShape;
import io.github.bnn4j.layers.engine.BoundNetwork;
import io.github.bnn4j.layers.engine.Engine;
import io.github.bnn4j.layers.engine.Nd4jEngine;
import io.github.bnn4j.layers.engine.OneDnnEngine;
import io.github.bnn4j.layers.io.Checkpoint;
import io.github.bnn4j.layers.io.SafeTensors;
import io.github.bnn4j.layers.train.EpochResult;
import io.github.bnn4j.layers.train.Schedule;
import io.github.bnn4j.layers.train.Trainer;
import io.github.bnn4j.layers.train.TrainingConfig;
import io.github.bnn4j.layers.train.optimizer.Optimizer;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Networks of ternary weights and activations of k bits. */
class FewBitsTest {

  private static final int BATCH = 2;

  /** Values this close to where a step begins may be rounded to its other side. */
  private static final double MARGIN = 1e-5;

  @ParameterizedTest
  @CsvSource({"1, 1, 1", "1, 2, 2", "2, 1, 3", "3, 2, 4"})
  void aTernaryConvolutionIsAFloatOneOfScaledTernaryWeights(int groups, int stride, long seed) {
    Random random = new Random(seed);
    ConvGeometry geometry = new ConvGeometry(groups * 2, groups * 3, 3, stride, 1, groups);
    BinConv2d ternary = ternary(geometry, new Reparameterization.None());
    INDArray latent = ternary.weight().value();
    latent.assign(GaussianArrays.next(random, latent.shape()).muli(2));
    ternary.bias().value().assign(GaussianArrays.next(random, geometry.outChannels()));
    Conv2d twin = new Conv2d(geometry);
    twin.weight().value().assign(scaled(latent));
    twin.bias().value().assign(ternary.bias().value());
    FeatureShape shape = new FeatureShape(5, 4, geometry.inChannels());
    INDArray x = GaussianArrays.next(random, shape.batch(BATCH));
    INDArray gradient = GaussianArrays.next(random, ternary.outputShape(shape).batch(BATCH));
    Operation operation = ternary.bind(shape);
    Operation twinOperation = twin.bind(shape);

    assertClose("output", operation.forward(x, true), twinOperation.forward(x, true));
    assertClose("input", operation.backward(gradient), twinOperation.backward(gradient));
    assertClose("weight", ternary.weight().gradient(), twin.weight().gradient());
    assertClose("bias", ternary.bias().gradient(), twin.bias().gradient());
  }

  /** Through the standardisation the straight-through gradient goes by its derivative. */
  @Test
  void ternaryWeightsMayBeStandardisedFirst() {
    Random random = new Random(4);
    Reparameterization standardised = new Reparameterization.Standardised();
    ConvGeometry geometry = new ConvGeometry(2, 3, 3, 1, 1, 1);
    BinConv2d ternary = ternary(geometry, standardised);
    INDArray latent = ternary.weight().value();
    latent.assign(GaussianArrays.next(random, latent.shape()).addi(1));
    Conv2d twin = new Conv2d(geometry);
    twin.weight().value().assign(scaled(standardised.forward(latent)));
    FeatureShape shape = new FeatureShape(4, 4, 2);
    INDArray x = GaussianArrays.next(random, shape.batch(BATCH));
    INDArray gradient = GaussianArrays.next(random, ternary.outputShape(shape).batch(BATCH));
    Operation operation = ternary.bind(shape);
    Operation twinOperation = twin.bind(shape);

    assertClose("output", operation.forward(x, true), twinOperation.forward(x, true));
    operation.backward(gradient);
    twinOperation.backward(gradient);
    assertClose(
        "weight",
        ternary.weight().gradient(),
        standardised.backward(latent, twin.weight().gradient()));
  }

  @Test
  void latentWeightsStartAndStayAsThoseOfBinaryOnes() {
    ConvGeometry geometry = new ConvGeometry(4, 3, 3, 1, 1, 1);
    BinConv2d ternary = new BinConv2d(geometry, new Scaling.Ternary());
    BinConv2d binary = new BinConv2d(geometry, new Scaling.None());
    ternary.initialize(new Random(1));
    binary.initialize(new Random(1));
    ternary.weight().value().muli(40);
    binary.weight().value().muli(40);
    ternary.constrain();
    binary.constrain();

    assertThat(ternary.weight().value()).isEqualTo(binary.weight().value());
    assertThat(ternary.description()).endsWith("groups 1, scaling Ternary");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4, 8})
  void bothEnginesAgree(int bits) {
    assumeTrue(OneDnnEngine.isAvailable());
    Network fast = network(bits);
    Network reference = network(bits);
    long seed = farFromSteps(bits);
    fast.initialize(seed);
    reference.initialize(seed);
    INDArray x = image(seed);
    INDArray gradient = GaussianArrays.next(new Random(seed), fast.output().batch(BATCH));
    try (BoundNetwork fastNetwork = Engine.exact().bind(fast, BATCH);
        BoundNetwork referenceNetwork = new Nd4jEngine().bind(reference, BATCH)) {
      assertClose("output", fastNetwork.forward(x, true), referenceNetwork.forward(x, true));
      fastNetwork.backward(gradient);
      referenceNetwork.backward(gradient);
      fast.parameters()
          .forEach(
              (name, parameter) -> {
                Parameter expected = reference.parameters().get(name);
                assertClose(name, parameter.value(), expected.value());
                if (parameter.isTrained()) {
                  assertClose(name, parameter.gradient(), expected.gradient());
                }
              });
    }
  }

  /** The first seed of which no value is where another order of summation changes its step. */
  private static long farFromSteps(int bits) {
    for (long seed = 1; seed < 200; seed++) {
      Network network = network(bits);
      network.initialize(seed);
      INDArray value = image(seed);
      double margin = Double.POSITIVE_INFINITY;
      for (int i = 0; i < network.graph().layers().size(); i++) {
        Layer layer = network.graph().layers().get(i);
        if (layer instanceof QuantActiv) {
          for (float v : value.dup('c').data().asFloat()) {
            double steps = Math.pow(2, bits) - 1;
            double between = Math.abs(v * steps - Math.floor(v * steps) - 0.5);
            boolean isClipped = v < -MARGIN || v > 1 + MARGIN;
            double end = Math.min(Math.abs(v), Math.abs(v - 1));
            margin = isClipped ? margin : Math.min(margin, Math.min(between / steps, end));
          }
        }
        value = layer.bind(network.shapes().get(i)).forward(value, true).dup('c');
      }
      if (margin > MARGIN) {
        return seed;
      }
    }
    throw new AssertionError("Every seed has a value near a step.");
  }

  @Test
  void aResumedTrainingEndsInTheSameBitsAsOneThatWasNotStopped(@TempDir Path folder) {
    Path file = folder.resolve("checkpoint.safetensors");
    Network whole = network(2);
    whole.initialize(1);
    EpochResult first;
    EpochResult last;
    try (Trainer trainer = trainer(whole)) {
      first = trainer.runEpoch();
      trainer.runEpoch();
      trainer.runEpoch();
      last = trainer.runEpoch();
    }
    Network stopped = network(2);
    stopped.initialize(1);
    try (Trainer trainer = trainer(stopped)) {
      trainer.runEpoch();
      trainer.runEpoch();
      Checkpoint.save(file, stopped, trainer, Map.of());
    }
    Network resumed = network(2);
    resumed.initialize(99);
    try (Trainer trainer = trainer(resumed)) {
      Checkpoint.resume(file, resumed, trainer);
      trainer.runEpoch();
      trainer.runEpoch();
    }

    assertThat(TinyNetworks.values(resumed)).isEqualTo(TinyNetworks.values(whole));
    assertThat(last.training().loss()).isLessThan(first.training().loss());
  }

  @Test
  void theFileOfANetworkOfOtherBitsIsRefused(@TempDir Path folder) {
    Path file = folder.resolve("checkpoint.safetensors");
    Checkpoint.save(file, network(2), Map.of(), SafeTensors.Precision.F32);

    assertThatThrownBy(() -> Checkpoint.load(file, network(3)))
        .isInstanceOf(BnnFormatException.class)
        .hasMessageContaining("'quant1: QuantActiv 2' instead of 'quant1: QuantActiv 3'");
  }

  private static Network network(int bits) {
    return Network.builder(TinyNetworks.INPUT)
        .add("conv1", new Conv2d(new ConvGeometry(3, 8, 3, 1, 1, 1)))
        .add("norm1", new BatchNorm(8))
        .add("quant1", new QuantActiv(bits))
        .add(
            "conv2",
            ternary(new ConvGeometry(8, 8, 3, 2, 1, 2), new Reparameterization.Standardised()))
        .add("norm2", new BatchNorm(8))
        .add("quant2", new QuantActiv(bits))
        .add("conv3", new BinConv2d(new ConvGeometry(8, 8, 3, 1, 1, 1), new Scaling.Ternary()))
        .add("pool", Pool.globalAverage())
        .add("head", new Linear(8, PatternImages.CLASSES))
        .build();
  }

  private static BinConv2d ternary(ConvGeometry geometry, Reparameterization reparameterization) {
    return new BinConv2d(
        geometry, new Scaling.Ternary(), LatentConstraint.NONE, true, reparameterization);
  }

  private static INDArray scaled(INDArray latent) {
    INDArray weights = WeightTernarizer.signs(latent);
    INDArray alpha = WeightTernarizer.alpha(latent);
    for (int f = 0; f < weights.size(0); f++) {
      weights.slice(f).muli(alpha.getDouble(f));
    }
    return weights;
  }

  private static INDArray image(long seed) {
    return GaussianArrays.next(new Random(seed), TinyNetworks.INPUT.batch(BATCH));
  }

  private static Trainer trainer(Network network) {
    TrainingConfig config =
        TrainingConfig.builder()
            .setInput(PatternImages.SPEC)
            .setEpochs(4)
            .setOptimizer(Optimizer.ADAM)
            .setSchedule(Schedule.cosine(0.01, 0.001))
            .optBatch(8)
            .optSeed(5)
            .build();
    return Trainer.builder(network, PatternImages.of(48, 1), config).build();
  }

  private static void assertClose(String name, INDArray actual, INDArray expected) {
    assertThat(actual.shape()).as(name).isEqualTo(expected.shape());
    double scale = Math.max(1, expected.normmaxNumber().doubleValue());
    assertThat(actual.sub(expected).normmaxNumber().doubleValue() / scale)
        .as(name)
        .isCloseTo(0, within(1e-4));
  }
}
