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

class WeightWatchTest {

  private final Network network = TinyNetworks.binary(PatternImages.CLASSES);
  private final INDArray latent = network.parameters().get("conv2.weight").value();

  @Test
  void signsThatTurnAreCountedStepByStep() {
    WeightWatch watch = watch(network);
    latent.assign(0.5);
    watch.start();
    int all = (int) latent.length();

    latent.putScalar(0, -0.5);
    latent.putScalar(1, -1);
    latent.putScalar(2, 0); // counts as +1
    assertThat(ofConv2(watch.step()).flips()).isCloseTo(2.0 / all, within(1e-9));
    assertThat(watch.flips()).isCloseTo(2.0 / all, within(1e-9));
    latent.putScalar(1, 1.5);
    assertThat(ofConv2(watch.step()).flips()).isCloseTo(1.0 / all, within(1e-9));

    assertThat(watch.statistics())
        .filteredOn(LayerStatistics::isBinary)
        .containsExactly(new LayerStatistics("conv2", all, 0, 3.0 / 2 / all, 1.0 / all));
    watch.start();
    watch.step();
    assertThat(watch.flips()).isZero();
  }

  @Test
  void gradientsAreMeasuredLayerByLayer() {
    INDArray gradient = network.parameters().get("conv2.weight").gradient();
    GradientNorm norm = new GradientNorm(network);
    WeightWatch watch = new WeightWatch(network, norm);
    watch.start();
    for (double value : new double[] {3, 1}) {
      gradient.assign(0).putScalar(1, value);
      norm.all();

      assertThat(ofConv2(watch.step()).gradientNorm()).isEqualTo(value);
    }

    assertThat(watch.statistics())
        .filteredOn(LayerStatistics::isBinary)
        .extracting(LayerStatistics::gradientNorm)
        .containsExactly(2.0);
    assertThat(watch.statistics())
        .filteredOn(layer -> layer.layer().equals("conv1"))
        .singleElement()
        .matches(layer -> !layer.isBinary() && layer.gradientNorm() == 0);
  }

  private static LayerStep ofConv2(List<LayerStep> layers) {
    return layers.stream().filter(it -> it.layer().equals("conv2")).findFirst().orElseThrow();
  }

  private static WeightWatch watch(Network network) {
    GradientNorm norm = new GradientNorm(network);
    norm.all();
    return new WeightWatch(network, norm);
  }

  @Test
  void aNetworkWithoutBinaryWeightsHasNoSigns() {
    WeightWatch watch = watch(TinyNetworks.real(PatternImages.CLASSES));
    watch.start();
    watch.step();

    assertThat(watch.flips()).isZero();
    assertThat(watch.statistics()).isNotEmpty().noneMatch(LayerStatistics::isBinary);
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
      for (LayerStatistics layer : epoch.layers()) {
        assertThat(steps)
            .flatExtracting(StepResult::layers)
            .filteredOn(step -> step.layer().equals(layer.layer()))
            .hasSize(12)
            .satisfies(
                all ->
                    assertThat(all.stream().mapToDouble(LayerStep::gradientNorm).average())
                        .hasValueCloseTo(layer.gradientNorm(), within(1e-9)));
      }
    }
  }
}
