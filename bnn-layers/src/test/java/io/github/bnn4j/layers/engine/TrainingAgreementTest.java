// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.bnn4j.layers.Network;
import io.github.bnn4j.layers.PatternImages;
import io.github.bnn4j.layers.TinyNetworks;
import io.github.bnn4j.layers.train.Schedule;
import io.github.bnn4j.layers.train.Trainer;
import io.github.bnn4j.layers.train.TrainingConfig;
import io.github.bnn4j.layers.train.TrainingListener;
import io.github.bnn4j.layers.train.augment.ShiftAndFlip;
import io.github.bnn4j.layers.train.optimizer.Optimizer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Fifty steps of the fast engine are those of the reference, and the same every time. */
@Tag("kernel")
class TrainingAgreementTest {

  private static final int STEPS = 50;

  @BeforeEach
  void oneDnnIsHere() {
    assumeTrue(OneDnnEngine.isAvailable());
  }

  @Test
  void aFloatNetworkLearnsAlongTheSameCurveWithinRounding() {
    List<Double> expected = losses(new Nd4jEngine(), TinyNetworks.real(PatternImages.CLASSES));
    List<Double> actual = losses(new OneDnnEngine(false), TinyNetworks.real(PatternImages.CLASSES));

    for (int step = 0; step < STEPS; step++) {
      assertThat(actual.get(step))
          .as("loss of step %s", step)
          .isCloseTo(expected.get(step), within(1e-3));
    }
  }

  @Test
  void aFloatNetworkLearnsAlongTheSameCurveButForRounding() {
    differsByRoundingAlone(1e-3, () -> TinyNetworks.real(PatternImages.CLASSES));
  }

  @Test
  void aBinaryNetworkLearnsAlongTheSameCurveButForRoundedGradients() {
    differsByRoundingAlone(1e-5, () -> TinyNetworks.binary(PatternImages.CLASSES));
  }

  private static void differsByRoundingAlone(double forward, Supplier<Network> network) {
    List<Double> expected = meanLosses(Nd4jEngine::new, network);
    List<Double> actual = meanLosses(OneDnnEngine::new, network);

    assertThat(actual.get(0))
        .as("loss before any gradient")
        .isCloseTo(expected.get(0), within(forward));
    // A sign turned by a rounded gradient shows in one step, and two trainings of one seed end up
    // to a fifteenth apart, either way: the curve is the mean of ten steps and of nine seeds.
    for (int from = 0; from < STEPS; from += 10) {
      double mean = mean(expected, from);
      assertThat(mean(actual, from))
          .as("loss of steps %s to %s", from, from + 9)
          .isCloseTo(mean, within(0.03 * mean));
    }
    assertThat(mean(actual, STEPS - 10)).isLessThan(0.5 * mean(actual, 0));
  }

  @Test
  void equalSeedsEndInEqualBits() {
    Network first = TinyNetworks.binary(PatternImages.CLASSES);
    Network second = TinyNetworks.binary(PatternImages.CLASSES);

    assertThat(losses(new OneDnnEngine(), first)).isEqualTo(losses(new OneDnnEngine(), second));

    assertThat(TinyNetworks.values(first)).isEqualTo(TinyNetworks.values(second));
  }

  @Test
  void aResidualNetworkLearnsTheSameInEveryRun() {
    Network first = TinyNetworks.residual(PatternImages.CLASSES);
    Network second = TinyNetworks.residual(PatternImages.CLASSES);

    List<Double> losses = losses(new OneDnnEngine(), first);

    assertThat(losses).isEqualTo(losses(new OneDnnEngine(), second));
    assertThat(TinyNetworks.values(first)).isEqualTo(TinyNetworks.values(second));
    assertThat(mean(losses, STEPS - 10)).isLessThan(0.5 * mean(losses, 0));
  }

  private static List<Double> meanLosses(Supplier<Engine> engine, Supplier<Network> network) {
    List<List<Double>> runs =
        LongStream.rangeClosed(1, 9)
            .mapToObj(seed -> losses(engine.get(), network.get(), seed))
            .toList();
    return IntStream.range(0, STEPS)
        .mapToObj(step -> runs.stream().mapToDouble(run -> run.get(step)).average().orElseThrow())
        .toList();
  }

  private static double mean(List<Double> losses, int from) {
    return losses.subList(from, from + 10).stream().mapToDouble(d -> d).average().orElseThrow();
  }

  private static List<Double> losses(Engine engine, Network network) {
    return losses(engine, network, 3);
  }

  private static List<Double> losses(Engine engine, Network network, long seed) {
    network.initialize(seed);
    TrainingConfig config =
        TrainingConfig.builder()
            .setInput(PatternImages.SPEC)
            .setEpochs(5)
            .setOptimizer(Optimizer.ADAM)
            .setSchedule(Schedule.cosine(0.02, 0))
            .optBatch(16)
            .optAugmentation(new ShiftAndFlip(1, false))
            .build();
    List<Double> losses = new ArrayList<>();
    try (Trainer trainer =
        Trainer.builder(network, PatternImages.of(160, 1), config)
            .optEngine(engine)
            .optListener(TrainingListener.ofSteps(result -> losses.add(result.loss())))
            .build()) {
      trainer.run();
    }
    assertThat(losses).hasSize(STEPS);
    return losses;
  }
}
