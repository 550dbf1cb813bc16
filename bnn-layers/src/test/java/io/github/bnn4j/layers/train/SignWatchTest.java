// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.bnn4j.layers.Network;
import io.github.bnn4j.layers.PatternImages;
import io.github.bnn4j.layers.TinyNetworks;
import io.github.bnn4j.layers.train.optimizer.Optimizer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;

class SignWatchTest {

  private final Network network = TinyNetworks.binary(PatternImages.CLASSES);
  private final INDArray latent = network.parameters().get("conv2.weight").value();

  @Test
  void signsThatTurnAreCountedStepByStep() {
    SignWatch watch = new SignWatch(network);
    latent.assign(0.5);
    watch.start();
    int all = (int) latent.length();

    latent.putScalar(0, -0.5);
    latent.putScalar(1, -1);
    latent.putScalar(2, 0); // counts as +1
    assertThat(watch.step()).isCloseTo(2.0 / all, within(1e-9));
    latent.putScalar(1, 1.5);
    assertThat(watch.step()).isCloseTo(1.0 / all, within(1e-9));

    assertThat(watch.statistics())
        .containsExactly(new SignStatistics("conv2", all, 3.0 / 2 / all, 1.0 / all));
    watch.start();
    assertThat(watch.step()).isZero();
  }

  @Test
  void aNetworkWithoutBinaryWeightsHasNoSigns() {
    SignWatch watch = new SignWatch(TinyNetworks.real(PatternImages.CLASSES));
    watch.start();

    assertThat(watch.step()).isZero();
    assertThat(watch.statistics()).isEmpty();
  }

  @Test
  void listenersHearOfSignsGradientsAndTheRate() {
    List<StepResult> steps = new ArrayList<>();
    TrainingConfig config =
        TrainingConfig.builder()
            .setInput(PatternImages.SPEC)
            .setEpochs(1)
            .setOptimizer(Optimizer.ADAM)
            .setSchedule(Schedule.cosine(0.05, 0))
            .optBatch(16)
            .build();
    network.initialize(7);
    try (Trainer trainer =
        Trainer.builder(network, PatternImages.of(192, 1), config)
            .optListener(TrainingListener.ofSteps(steps::add))
            .build()) {
      EpochResult epoch = trainer.runEpoch();

      assertThat(steps).hasSize(12).allMatch(step -> step.gradientNorm() > 0);
      assertThat(steps.get(0).learningRate()).isEqualTo(0.05);
      assertThat(epoch.gradientNorm())
          .isCloseTo(
              steps.stream().mapToDouble(StepResult::gradientNorm).average().orElseThrow(),
              within(1e-9));
      assertThat(epoch.flips())
          .isPositive()
          .isCloseTo(
              steps.stream().mapToDouble(StepResult::flips).average().orElseThrow(), within(1e-9));
      assertThat(epoch.saturated()).isBetween(0.0, 1.0);
    }
  }
}
