// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.bnn4j.core.shape.ConvGeometry;
import io.github.bnn4j.core.shape.FeatureShape;
import io.github.bnn4j.layers.engine.Nd4jEngine;
import io.github.bnn4j.layers.train.Schedule;
import io.github.bnn4j.layers.train.Trainer;
import io.github.bnn4j.layers.train.TrainingConfig;
import io.github.bnn4j.layers.train.optimizer.Optimizer;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class DropoutTest {

  private static final FeatureShape SHAPE = new FeatureShape(20, 20, 5);

  @Test
  void dropsItsShareAndKeepsTheMean() {
    Dropout layer = new Dropout(0.3);
    layer.randomize(new SplittableRandom(1));
    INDArray ones = Nd4j.ones(SHAPE.batch(4));

    INDArray y = layer.bind(SHAPE).forward(ones, true);

    double dropped = y.eq(0).castTo(y.dataType()).meanNumber().doubleValue();
    assertThat(dropped).isCloseTo(0.3, within(0.02));
    assertThat(y.meanNumber().doubleValue()).isCloseTo(1, within(0.03));
    assertThat(y.maxNumber().floatValue()).isEqualTo((float) (1 / 0.7));
  }

  @Test
  void changesNothingOutsideTraining() {
    INDArray x = Nd4j.rand(1, 20, 20, 5);

    assertThat(new Dropout(0.9).bind(SHAPE).forward(x, false)).isEqualTo(x);
  }

  @Test
  void drawsTheSameFromTheSameRandomness() {
    Dropout layer = new Dropout(0.5);
    Operation operation = layer.bind(SHAPE);
    INDArray x = Nd4j.ones(SHAPE.batch(1));
    layer.randomize(new SplittableRandom(7));
    INDArray first = operation.forward(x, true).dup();
    INDArray second = operation.forward(x, true).dup();
    layer.randomize(new SplittableRandom(7));

    assertThat(operation.forward(x, true)).isEqualTo(first);
    assertThat(second).isNotEqualTo(first);
  }

  @Test
  void aTrainingThatIsResumedDropsWhatItWouldHaveDropped() {
    Network expected = network();
    Network begun = network();
    Network resumed = network();
    try (Trainer uninterrupted = trainer(expected);
        Trainer begins = trainer(begun);
        Trainer goesOn = trainer(resumed)) {
      uninterrupted.run();
      begins.runEpoch();
      copy(begun, resumed);
      Map<String, INDArray> state = begins.state();
      goesOn.state().forEach((name, array) -> array.assign(state.get(name)));
      goesOn.resumeAfter(1);
      goesOn.run();
    }

    resumed
        .parameters()
        .forEach(
            (name, parameter) ->
                assertThat(parameter.value())
                    .as(name)
                    .isEqualTo(expected.parameters().get(name).value()));
  }

  @Test
  void certaintyIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Dropout(1))
        .withMessage("The probability of dropping a value is at least 0 and below 1, not 1.0.");
  }

  private static void copy(Network from, Network to) {
    to.parameters()
        .forEach(
            (name, parameter) -> parameter.value().assign(from.parameters().get(name).value()));
  }

  private static Trainer trainer(Network network) {
    TrainingConfig config =
        TrainingConfig.builder()
            .setInput(PatternImages.SPEC)
            .setEpochs(2)
            .setOptimizer(Optimizer.ADAM)
            .setSchedule(Schedule.cosine(0.01, 0))
            .optBatch(8)
            .optSeed(3)
            .build();
    return Trainer.builder(network, PatternImages.of(16, 1), config)
        .optEngine(new Nd4jEngine())
        .build();
  }

  private static Network network() {
    FeatureShape input = PatternImages.SPEC.shape().features();
    Network network =
        Network.builder(input)
            .add("conv", new Conv2d(new ConvGeometry(input.channels(), 4, 3, 1, 1, 1)))
            .add("dropout", new Dropout(0.5))
            .add("pool", Pool.globalAverage())
            .add("head", new Linear(4, PatternImages.CLASSES))
            .build();
    network.initialize(5);
    return network;
  }
}
