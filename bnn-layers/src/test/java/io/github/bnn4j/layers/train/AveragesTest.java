// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.bnn4j.layers.Network;
import io.github.bnn4j.layers.Parameter;
import io.github.bnn4j.layers.PatternImages;
import io.github.bnn4j.layers.TinyNetworks;
import io.github.bnn4j.layers.train.optimizer.Optimizer;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AveragesTest {

  private final Network network = TinyNetworks.binary(PatternImages.CLASSES);
  private final Parameter bias = network.parameters().get("conv3.bias");

  @Test
  void anAverageForgetsByItsDecayAndFasterAtFirst() {
    Averages averages = new Averages(network, 0.6);
    Random random = new Random(1);
    double average = 0;
    for (int step = 0; step < 40; step++) {
      double value = random.nextGaussian();
      double keep = Math.min(0.6, (1.0 + step) / (10 + step));
      average = keep * average + (1 - keep) * value;
      bias.value().assign(value);

      averages.add(step);

      assertThat(averages.state().get("conv3.bias/EMA").getDouble(0))
          .isCloseTo(average, within(1e-5));
    }
  }

  @Test
  void averagesAreInPlaceForAWhileAndStatisticsComeBackToo() {
    Averages averages = new Averages(network, 0.5);
    Parameter mean = network.parameters().get("norm1.running_mean");
    bias.value().assign(3);

    double within =
        averages.inPlace(
            () -> {
              mean.value().assign(7);
              return bias.value().getDouble(0);
            });

    assertThat(within).isZero();
    assertThat(bias.value().getDouble(0)).isEqualTo(3);
    assertThat(mean.value().getDouble(0)).isZero();
  }

  /** Statistics of other weights would be off: on the averages alone they are those of the data. */
  @Test
  void averagedWeightsAreValidatedWithStatisticsOfTheirOwn() {
    TrainingConfig config =
        TrainingConfig.builder()
            .setInput(PatternImages.SPEC)
            .setEpochs(6)
            .setOptimizer(Optimizer.ADAM)
            .setSchedule(Schedule.cosine(0.02, 0.02))
            .optBatch(16)
            .optAveraging(0.9)
            .build();
    network.initialize(7);
    ImageDataset held = PatternImages.of(64, 2);
    try (Trainer trainer =
        Trainer.builder(network, PatternImages.of(192, 1), config).optValidation(held).build()) {
      List<EpochResult> epochs = trainer.run();
      Evaluation last = epochs.get(5).validation().orElseThrow();
      Map<String, List<Float>> before = TinyNetworks.values(network);

      assertThat(last.top1()).isGreaterThan(90);
      assertThat(trainer.withAverages(() -> trainer.evaluate(held))).isEqualTo(last);
      assertThat(TinyNetworks.values(network)).isEqualTo(before);
      assertThat(trainer.evaluate(held)).isNotEqualTo(last);
      trainer.adoptAverages();
      assertThat(trainer.evaluate(held)).isEqualTo(last);
    }
  }
}
