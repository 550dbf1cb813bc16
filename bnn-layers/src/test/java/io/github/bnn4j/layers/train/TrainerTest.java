// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.bnn4j.core.shape.FeatureShape;
import io.github.bnn4j.layers.Network;
import io.github.bnn4j.layers.PatternImages;
import io.github.bnn4j.layers.TinyNetworks;
import io.github.bnn4j.layers.engine.Engine;
import io.github.bnn4j.layers.train.optimizer.Adam;
import io.github.bnn4j.layers.train.optimizer.Optimizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class TrainerTest {

  private static final Schedule SCHEDULE = Schedule.cosine(0.01, 0);

  private final Network network = TinyNetworks.binary(PatternImages.CLASSES);

  @ParameterizedTest
  @MethodSource("optimizers")
  void imagesThatCanBeToldApartAreLearned(Optimizer optimizer) {
    TrainingConfig config =
        config(8).setOptimizer(optimizer).optLabelSmoothing(0.05).optWeightDecay(1e-4).build();
    try (Trainer trainer = trainer(config, Optional.of(PatternImages.of(64, 2)), List.of())) {
      EpochResult first = trainer.runEpoch();
      List<EpochResult> others = trainer.run();
      EpochResult last = others.get(others.size() - 1);

      assertThat(last.training().loss()).isLessThan(first.training().loss());
      assertThat(last.training().images()).isEqualTo(192);
      assertThat(last.training().top1()).isGreaterThan(95);
      assertThat(last.validation().orElseThrow().images()).isEqualTo(64);
      assertThat(last.validation().orElseThrow().top1()).isGreaterThan(90);
      assertThat(last.imagesPerSecond()).isPositive();
    }
  }

  @Test
  void aLossThatIsNoNumberEndsTheTrainingWithOneSentence() {
    try (Trainer trainer = trainer(config(2).build(), Optional.empty(), List.of())) {
      network.parameters().get("conv3.bias").value().assign(Float.NaN);

      assertThatThrownBy(trainer::runEpoch)
          .isInstanceOf(DivergedException.class)
          .hasMessage(
              "The loss is NaN in step 1 of epoch 1; the learning rate 0.01 is probably too high.");
    }
  }

  /** Training normalises by the batch, so the loss does not show a running statistic. */
  @ParameterizedTest
  @CsvSource({
    "norm2.running_mean, NaN, 'norm2.running_mean[0] is NaN, but must be finite'",
    "norm1.running_var, Infinity, 'norm1.running_var[0] is'",
    "norm2.running_var, -1000, 'norm2.running_var[0] is'"
  })
  void aStatisticThatIsNoNumberEndsTheEpoch(String name, float broken, String fault) {
    TrainingListener breaker =
        new TrainingListener() {
          @Override
          public void onStep(StepResult result) {
            if (result.epoch() == 2 && result.step() == 1) {
              network.parameters().get(name).value().assign(broken);
            }
          }
        };
    try (Trainer trainer =
        trainer(config(3).optBatch(64).build(), Optional.empty(), List.of(breaker))) {
      trainer.runEpoch();

      assertThatThrownBy(trainer::runEpoch)
          .isInstanceOf(DivergedException.class)
          .hasMessageStartingWith("At the end of epoch 2 " + fault)
          .hasMessageEndingWith("; the learning rate is probably too high.");
      assertThat(trainer.epochsDone()).isEqualTo(1);
    }
  }

  @Test
  void anOptimizerWhoseAveragesAreNoNumbersEndsTheEpoch() {
    try (Trainer trainer = trainer(config(2).build(), Optional.empty(), List.of())) {
      trainer.state().get("conv3.bias/V").assign(Float.POSITIVE_INFINITY);

      assertThatThrownBy(trainer::runEpoch)
          .isInstanceOf(DivergedException.class)
          .hasMessageContaining("conv3.bias/V");
    }
  }

  @Test
  void theRestOfATrainingIsRunAtOnce() {
    try (Trainer trainer = trainer(config(4).build(), Optional.empty(), List.of())) {
      trainer.runEpoch();

      assertThat(trainer.run()).extracting(EpochResult::epoch).containsExactly(2, 3, 4);
      assertThat(trainer.run()).isEmpty();
    }
  }

  @Test
  void aListenerMayHearOfEpochsAlone() {
    List<Integer> epochs = new ArrayList<>();
    TrainingListener listener = TrainingListener.ofEpochs(result -> epochs.add(result.epoch()));
    try (Trainer trainer = trainer(config(2).build(), Optional.empty(), List.of(listener))) {
      trainer.run();
    }

    assertThat(epochs).containsExactly(1, 2);
  }

  @Test
  void listenersHearOfEveryStepAndThenOfTheEpochInTheirOrder() {
    List<String> heard = new ArrayList<>();
    List<TrainingListener> listeners =
        List.of(new Recorder("first", heard), new Recorder("second", heard));

    try (Trainer trainer = trainer(config(2).optBatch(64).build(), Optional.empty(), listeners)) {
      trainer.run();
    }

    List<String> expected = new ArrayList<>();
    expected.add("first: 192 images in batches of 64");
    expected.add("second: 192 images in batches of 64");
    for (int epoch = 1; epoch <= 2; epoch++) {
      for (int step = 1; step <= 3; step++) {
        expected.add(String.format(Locale.ROOT, "first: epoch %d, step %d of 3", epoch, step));
        expected.add(String.format(Locale.ROOT, "second: epoch %d, step %d of 3", epoch, step));
      }
      expected.add(String.format(Locale.ROOT, "first: epoch %d, %s", epoch, Optional.empty()));
      expected.add(String.format(Locale.ROOT, "second: epoch %d, %s", epoch, Optional.empty()));
    }
    assertThat(heard).isEqualTo(expected);
  }

  private record Recorder(String name, List<String> heard) implements TrainingListener {
    @Override
    public void onStart(TrainingStart start) {
      assertThat(start.engine()).isEqualTo(Engine.fastest().description());
      heard.add(name + ": " + start.images() + " images in batches of " + start.batch());
    }

    @Override
    public void onStep(StepResult result) {
      heard.add(
          String.format(
              Locale.ROOT,
              "%s: epoch %d, step %d of %d",
              name,
              result.epoch(),
              result.step(),
              result.steps()));
    }

    @Override
    public void onEpoch(EpochResult result) {
      heard.add(
          String.format(
              Locale.ROOT, "%s: epoch %d, %s", name, result.epoch(), result.validation()));
    }
  }

  @Test
  void theRateFollowsTheScheduleAStepAtATime() {
    try (Trainer trainer = trainer(config(2).optBatch(48).build(), Optional.empty(), List.of())) {
      assertThat(trainer.runEpoch().learningRate()).isEqualTo(SCHEDULE.rate(3 / 4.0, 2));
      assertThat(trainer.runEpoch().learningRate()).isEqualTo(SCHEDULE.rate(7 / 4.0, 2));
    }
  }

  @Test
  void aTrainingEndsAfterItsEpochs() {
    try (Trainer trainer = trainer(config(1).build(), Optional.empty(), List.of())) {
      trainer.runEpoch();

      assertThatThrownBy(trainer::runEpoch)
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("The training of 1 epoch is done.");
    }
  }

  @Test
  void aTrainingGoesOnOnlyAfterEpochsItHas() {
    try (Trainer trainer = trainer(config(3).build(), Optional.empty(), List.of())) {
      for (int wrong : new int[] {-1, 4}) {
        assertThatThrownBy(() -> trainer.resumeAfter(wrong))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessage("A training of 3 epochs cannot go on after " + wrong + ".");
      }
      trainer.resumeAfter(3);
      assertThat(trainer.epochsDone()).isEqualTo(3);
    }
  }

  @Test
  void aBatchMustBeFilled() {
    assertThatThrownBy(
            () -> trainer(config(1).optBatch(500).build(), Optional.empty(), List.of()).close())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "A batch of 500 is not filled by 192 training images; use a smaller batch or more images.");
  }

  @Test
  void imagesFitTheNetwork() {
    ImageDataset wrong =
        new ImageDataset(new FeatureShape(8, 4, 3), 10, new byte[96 * 20], new int[20]);
    String sentence =
        "A network from [8, 8, 3] to [1, 1, 4] does not fit images of shape [8, 4, 3] and 10"
            + " classes.";

    assertThatThrownBy(() -> trainer(config(1).build(), Optional.of(wrong), List.of()).close())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(sentence);
  }

  private static TrainingConfig.Builder config(int epochs) {
    return TrainingConfig.builder()
        .setInput(PatternImages.SPEC)
        .setEpochs(epochs)
        .setOptimizer(Optimizer.ADAM)
        .setSchedule(SCHEDULE)
        .optBatch(16);
  }

  private Trainer trainer(
      TrainingConfig config, Optional<ImageDataset> validation, List<TrainingListener> listeners) {
    network.initialize(7);
    Trainer.Builder builder = Trainer.builder(network, PatternImages.of(192, 1), config);
    validation.ifPresent(builder::optValidation);
    listeners.forEach(builder::optListener);
    return builder.build();
  }

  static Stream<Optimizer> optimizers() {
    return Stream.of(Optimizer.ADAM, Optimizer.SGD, new Adam(0.8, 0.99, 1e-7));
  }
}
