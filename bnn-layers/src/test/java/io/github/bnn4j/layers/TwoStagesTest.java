// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bnn4j.core.shape.ConvGeometry;
import io.github.bnn4j.layers.engine.BoundNetwork;
import io.github.bnn4j.layers.engine.Engine;
import io.github.bnn4j.layers.engine.Nd4jEngine;
import io.github.bnn4j.layers.train.Schedule;
import io.github.bnn4j.layers.train.Trainer;
import io.github.bnn4j.layers.train.TrainingConfig;
import io.github.bnn4j.layers.train.optimizer.Optimizer;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Binary inputs first, binary weights later. */
class TwoStagesTest {

  private static final int CLASSES = 4;
  private static final int BATCH = 3;

  private final INDArray images = GaussianArrays.next(new Random(5), BATCH, 8, 8, 3);

  static Stream<Engine> engines() {
    return Stream.of(new Nd4jEngine(), Engine.exact());
  }

  @ParameterizedTest
  @MethodSource("engines")
  void inTheFirstStageABinaryConvolutionIsAFloatOneOfItsLatentWeights(Engine engine) {
    Network network = TinyNetworks.binary(CLASSES);
    network.initialize(3);
    Network twin = floatTwin(network);
    network.binarizeWeights(false);

    INDArray logits = logits(engine, network);

    assertThat(logits.equalsWithEps(logits(engine, twin), 1e-4)).isTrue();
    assertThat(
            gradient(network, "conv2.weight").equalsWithEps(gradient(twin, "conv2.weight"), 1e-4))
        .isTrue();
    assertThat(
            gradient(network, "conv1.weight").equalsWithEps(gradient(twin, "conv1.weight"), 1e-4))
        .isTrue();
  }

  @ParameterizedTest
  @MethodSource("engines")
  void theSecondStageIsAsIfThereHadBeenNoFirst(Engine engine) {
    Network network = TinyNetworks.binary(CLASSES);
    network.initialize(3);
    INDArray before = logits(engine, network);
    network.initialize(3);
    network.binarizeWeights(false);
    network.binarizeWeights(true);

    assertThat(logits(engine, network)).isEqualTo(before);
  }

  @Test
  void inputsBecomeBinaryFirstAndWeightsLater() {
    Network network = TinyNetworks.binary(PatternImages.CLASSES);
    network.initialize(7);
    TrainingConfig config =
        TrainingConfig.builder()
            .setInput(PatternImages.SPEC)
            .setEpochs(6)
            .setOptimizer(Optimizer.ADAM)
            .setSchedule(Schedule.cosine(0.01, 0))
            .optBatch(16)
            .optFloatWeights(true)
            .build();
    double first = train(network, config);
    double second = train(network, config.toBuilder().optFloatWeights(false).build());

    assertThat(first).isGreaterThan(90);
    assertThat(second).isGreaterThan(90);
  }

  private static double train(Network network, TrainingConfig config) {
    try (Trainer trainer = Trainer.builder(network, PatternImages.of(192, 1), config).build()) {
      trainer.run();
      return trainer.evaluate(PatternImages.of(64, 2)).top1();
    }
  }

  private static INDArray gradient(Network network, String name) {
    return network.parameters().get(name).gradient();
  }

  /** Forward and backward, in training. */
  private INDArray logits(Engine engine, Network network) {
    try (BoundNetwork bound = engine.bind(network, BATCH)) {
      INDArray logits = bound.forward(images, true).dup();
      bound.backward(Nd4j.ones(DataType.FLOAT, BATCH, 1, 1, CLASSES));
      return logits;
    }
  }

  private static Network floatTwin(Network network) {
    Network.Builder builder = Network.builder(network.input());
    network
        .graph()
        .<Layer>map(
            layer ->
                layer instanceof BinConv2d
                    ? new Conv2d(new ConvGeometry(16, 16, 3, 1, 1, 2))
                    : layer)
        .nodes()
        .forEach(builder::add);
    Network twin = builder.build();
    network
        .parameters()
        .forEach((name, p) -> twin.parameters().get(name).value().assign(p.value()));
    return twin;
  }
}
