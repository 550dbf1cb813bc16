// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bnn4j.layers.Network;
import io.github.bnn4j.layers.PatternImages;
import io.github.bnn4j.layers.TinyNetworks;
import io.github.bnn4j.layers.engine.OneDnnEngine;
import io.github.bnn4j.layers.train.optimizer.AdamW;
import io.github.bnn4j.layers.train.optimizer.Optimizer;
import io.github.bnn4j.layers.train.optimizer.Sgd;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** What a training takes outside the Java heap it takes at its start, and gives back at its end. */
@EnabledIf("isFast")
class TrainingMemoryTest {
  private static final int EPOCHS = 4;

  private static boolean isFast() {
    return OneDnnEngine.isAvailable();
  }

  static Stream<Arguments> trainings() {
    return Stream.of(
        Arguments.of((IntFunction<Network>) TinyNetworks::binary, Optimizer.ADAM),
        Arguments.of((IntFunction<Network>) TinyNetworks::real, Optimizer.SGD),
        Arguments.of((IntFunction<Network>) TinyNetworks::real, new Sgd(0.5, false)),
        Arguments.of((IntFunction<Network>) TinyNetworks::residual, new AdamW(0.1)));
  }

  @ParameterizedTest
  @MethodSource("trainings")
  void aStepAndAnEpochLeaveNoNativeObjectBehind(
      IntFunction<Network> networks, Optimizer optimizer) {
    assertThat(mostLeftBehind(networks.apply(PatternImages.CLASSES), optimizer, () -> {}))
        .isNotPositive();
  }

  @Test
  void anArrayThatNobodyClosesIsSeen() {
    List<INDArray> left = new ArrayList<>();

    assertThat(
            mostLeftBehind(
                TinyNetworks.real(PatternImages.CLASSES),
                Optimizer.SGD,
                () -> left.add(Nd4j.create(DataType.FLOAT, 1))))
        .isPositive();
  }

  /**
   * The most that the number of native objects rose by from a step to the next, once all parts have
   * run. The collector makes it fall, hardly in each of these steps.
   */
  private static long mostLeftBehind(Network network, Optimizer optimizer, Runnable inAStep) {
    List<Long> counts = new ArrayList<>();
    TrainingListener counter =
        TrainingListener.ofSteps(
            step -> {
              inAStep.run();
              counts.add(Pointer.totalCount());
            });
    network.initialize(1);
    try (Trainer trainer =
        Trainer.builder(network, PatternImages.of(48, 1), config(optimizer))
            .optListener(counter)
            .build()) {
      trainer.run();
    }
    int steps = counts.size() / EPOCHS;
    long most = Long.MIN_VALUE;
    for (int i = steps + 1; i < counts.size(); i++) {
      most = Math.max(most, counts.get(i) - counts.get(i - 1));
    }
    return most;
  }

  @Test
  void aClosedTrainerHasNoArraysAnyMore() {
    Network network = TinyNetworks.binary(PatternImages.CLASSES);
    Map<String, INDArray> state;
    try (Trainer trainer =
        Trainer.builder(network, PatternImages.of(48, 1), config(Optimizer.ADAM)).build()) {
      state = trainer.state();
      assertThat(state.values()).noneMatch(INDArray::wasClosed);
    }

    assertThat(state.values()).isNotEmpty().allMatch(INDArray::wasClosed);
  }

  @Test
  void aClosedNetworkHasNoArraysAnyMore() {
    Network network = TinyNetworks.binary(PatternImages.CLASSES);

    network.close();
    network.close();

    assertThat(network.parameters().values())
        .allMatch(parameter -> parameter.value().wasClosed())
        .allMatch(parameter -> !parameter.isTrained() || parameter.gradient().wasClosed());
  }

  private static TrainingConfig config(Optimizer optimizer) {
    return TrainingConfig.builder()
        .setInput(PatternImages.SPEC)
        .setEpochs(EPOCHS)
        .setOptimizer(optimizer)
        .setSchedule(Schedule.cosine(0.01, 0))
        .optBatch(16)
        .optWeightDecay(optimizer instanceof Sgd ? 0.001 : 0)
        .optClipNorm(0.01)
        .optAveraging(0.9)
        .build();
  }
}
