// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.bnn4j.examples.cifar10.Cifar10Dataset;
import io.github.bnn4j.examples.report.HistoryRow;
import io.github.bnn4j.layers.Network;
import io.github.bnn4j.layers.io.Checkpoint;
import io.github.bnn4j.layers.io.SafeTensors;
import io.github.bnn4j.layers.io.Tensor;
import io.github.bnn4j.layers.train.ImageDataset;
import io.github.bnn4j.layers.train.Schedule;
import io.github.bnn4j.layers.train.StepResult;
import io.github.bnn4j.layers.train.TrainingConfig;
import io.github.bnn4j.zoo.NinArchitecture;
import io.github.bnn4j.zoo.Origin;
import io.github.bnn4j.zoo.Recipe;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainNinTest {
  private static final NinArchitecture TINY =
      new NinArchitecture(
          "tiny", List.of(8, 8, 8, 8, 8, 8, 8, 8), List.of(1, 1, 1, 1, 1, 1, 1, 1, 1), true, false);
  private static final RunProgress SILENT = new RunProgress() {};
  private static final TrainingSettings SETTINGS =
      new TrainingSettings(recipe(1, 2), 10, Optional.empty());
  @TempDir private static Path whole;
  private static Network afterFirstCycle;
  private static ImageDataset images;
  private static ImageDataset test;
  private static TrainNin.Result result;

  @TempDir private Path directory;

  @BeforeAll
  static void trainWithoutStopping() {
    ImageDataset all = Cifar10Dataset.embeddedTest();
    images = all.subset(0, 40);
    test = all.subset(40, 60);
    RunProgress keeper =
        new RunProgress() {
          @Override
          public void onCycle(int before, int done, int total) {
            if (before == 1) {
              afterFirstCycle = TINY.network();
              Checkpoint.load(whole.resolve("checkpoint.safetensors"), afterFirstCycle);
            }
          }
        };
    result = TrainNin.run(SETTINGS, whole, false, images, test, keeper);
  }

  /** A recipe of two cycles with so many epochs. */
  private static Recipe recipe(int first, int second) {
    TrainingConfig config =
        Recipe.NIN_XNOR.withClasses(10).cycles().get(0).toBuilder()
            .setSchedule(Schedule.cosine(0.005, 0))
            .optBatch(10)
            .optSeed(2)
            .setEpochs(first)
            .build();
    return new Recipe(
        "tiny", 1, TINY, List.of(config, config.toBuilder().setEpochs(second).optSeed(3).build()));
  }

  @Test
  void writesHistoryChartsAndCheckpoint() {
    assertThat(result.history()).extracting(HistoryRow::epoch).containsExactly(1, 2, 3);
    assertThat(result.last().orElseThrow().validationTop1()).isBetween(0.0, 100.0);
    assertThat(result.test().images()).isEqualTo(20);
    assertThat(whole)
        .isDirectoryContaining("glob:**/checkpoint.safetensors")
        .isDirectoryContaining("glob:**/weights.safetensors")
        .isDirectoryContaining("glob:**/history.csv")
        .isDirectoryContaining("glob:**/history.png")
        .isDirectoryContaining("glob:**/confusion.png")
        .isDirectoryContaining("glob:**/classes.csv");
  }

  @Test
  void trainingThatWasStoppedEndsInTheSameWeightsWhenResumed() throws IOException {
    for (int epoch : new int[] {2, 3}) {
      Path out = directory.resolve("stopped in " + epoch);
      assertThatExceptionOfType(StoppedException.class)
          .isThrownBy(() -> TrainNin.run(SETTINGS, out, false, images, test, new StopIn(epoch)));

      TrainNin.Result resumed = TrainNin.run(SETTINGS, out, true, images, test, SILENT);

      assertThat(Files.mismatch(resumed.checkpoint(), result.checkpoint())).isEqualTo(-1);
      assertThat(resumed.history()).extracting(HistoryRow::epoch).containsExactly(1, 2, 3);
    }
  }

  @Test
  void laterCycleStartsFromTheWeightsOfTheOneBefore() {
    Path first = directory.resolve("first.safetensors");
    Checkpoint.save(first, afterFirstCycle, Map.of(), SafeTensors.Precision.F32);
    TrainingSettings second =
        new TrainingSettings(
            SETTINGS.recipe().from(2), 10, Optional.of(new InitialWeights(first.toString())));

    TrainNin.Result alone = TrainNin.run(second, directory, false, images, test, SILENT);

    assertThat(parameters(alone.checkpoint())).isEqualTo(parameters(result.checkpoint()));
    assertThat(alone.history()).extracting(HistoryRow::epoch).containsExactly(1, 2);
  }

  @Test
  void cycleWithoutTheOnesBeforeGoesOnUnderTheWholeRecipe() throws IOException {
    TrainingSettings second =
        new TrainingSettings(
            recipe(1, 1).from(2), 10, Optional.of(new InitialWeights(result.weights().toString())));
    TrainNin.run(second, directory, false, images, test, SILENT);
    Recipe longer =
        new Recipe(
            "tiny",
            1,
            TINY,
            List.of(
                recipe(1, 1).cycles().get(0),
                recipe(1, 1).cycles().get(1),
                recipe(1, 1).cycles().get(1).toBuilder().optSeed(4).build()));

    TrainNin.Result further =
        TrainNin.run(
            new TrainingSettings(longer, 10, Optional.empty()),
            directory,
            true,
            images,
            test,
            SILENT);

    assertThat(further.history()).extracting(HistoryRow::epoch).containsExactly(1, 2);
    assertThat(SafeTensors.read(further.checkpoint()).metadata())
        .containsEntry("start", result.weights().toString())
        .containsEntry("epochs_before", "1")
        .containsEntry("epochs_done", "1")
        .containsEntry("recipe_name", "tiny version 1, changed")
        .containsEntry("recipe", longer.cycles().get(2).describe(30));
  }

  @Test
  void weightsSayWhereTheyComeFrom() {
    Map<String, String> metadata = SafeTensors.read(result.weights()).metadata();

    Origin origin = Origin.of(metadata);
    assertThat(origin.trainedBy()).isEqualTo("this library");
    assertThat(origin.start()).isEqualTo("random weights");
    assertThat(origin.epochs()).isEqualTo(result.history().size());
  }

  @Test
  void weightsOfACycleAreItsCheckpointInHalfPrecision() {
    Map<String, Tensor> weights = SafeTensors.read(result.weights()).tensors();

    assertThat(weights.keySet()).isEqualTo(afterFirstCycle.parameters().keySet());
    parameters(result.checkpoint())
        .forEach(
            (name, values) ->
                assertThat(weights.get(name).values())
                    .usingComparatorWithPrecision(1e-3f)
                    .containsExactly(values.array()));
  }

  private static Map<String, FloatBuffer> parameters(Path checkpoint) {
    Network network = TINY.network();
    Checkpoint.load(checkpoint, network);
    Map<String, FloatBuffer> values = new LinkedHashMap<>();
    network
        .parameters()
        .forEach((name, p) -> values.put(name, FloatBuffer.wrap(p.value().data().asFloat())));
    return values;
  }

  @Test
  void trainingIsNotOverwritten() throws IOException {
    Files.createFile(directory.resolve("checkpoint.safetensors"));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> TrainNin.run(SETTINGS, directory, false, images, test, SILENT))
        .withMessageContaining("already holds a training");
  }

  @Test
  void nothingToResumeIsSaid() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TrainNin.run(SETTINGS, directory, true, images, test, SILENT))
        .withMessageContaining("There is no training to resume");
  }

  @Test
  void trainingIsNotResumedWithOtherSettings() {
    TrainingSettings other =
        new TrainingSettings(
            SETTINGS.recipe().map(config -> config.setSchedule(Schedule.cosine(0.1, 0))),
            10,
            Optional.empty());

    assertThatIllegalArgumentException()
        .isThrownBy(() -> TrainNin.run(other, whole, true, images, test, SILENT))
        .withMessageContaining("cosine from 0.005,")
        .withMessageContaining("cosine from 0.1");
  }

  @Test
  void trainingIsNotResumedOnOtherImagesOrClasses() throws IOException {
    byte[] before = Files.readAllBytes(result.checkpoint());
    TrainingData renamed =
        new TrainingData(
            "mine", List.of("z", "y", "x", "w", "v", "u", "t", "s", "r", "q"), images, test);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> TrainNin.run(SETTINGS, whole, true, renamed, SILENT))
        .withMessageContaining("with other classes: airplane, automobile")
        .withMessageContaining("here they are z, y");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TrainNin.run(SETTINGS, whole, true, test, test, SILENT))
        .withMessageContaining("with other training images: 30 with fingerprint")
        .withMessageContaining("here are 10 with fingerprint");
    assertThat(result.checkpoint()).hasBinaryContent(before);
  }

  @Test
  void trainingOfAnOlderVersionIsResumed() throws IOException {
    SafeTensors whatItHas = SafeTensors.read(result.checkpoint());
    Map<String, String> older = new LinkedHashMap<>(whatItHas.metadata());
    older
        .keySet()
        .removeAll(List.of("labels", "training_images", "validation_images", "test_images"));
    new SafeTensors(whatItHas.tensors(), older)
        .write(directory.resolve("checkpoint.safetensors"), SafeTensors.Precision.F32);

    TrainNin.Result resumed = TrainNin.run(SETTINGS, directory, true, images, test, SILENT);

    assertThat(Files.mismatch(resumed.weights(), result.weights())).isEqualTo(-1);
  }

  @Test
  void epochThatEndsInNoNumbersLeavesTheCheckpointBeforeIt() {
    Recipe steep = recipe(2, 2).map(config -> config.setSchedule(Schedule.steps(1e-3, 1e38, 0.5)));
    Path checkpoint = directory.resolve("checkpoint.safetensors");

    assertThatIllegalStateException()
        .isThrownBy(
            () ->
                TrainNin.run(
                    new TrainingSettings(steep, 10, Optional.empty()),
                    directory,
                    false,
                    images,
                    test,
                    SILENT))
        .withMessageContaining("epoch 2")
        .withMessageEndingWith(" " + checkpoint + " holds the training up to epoch 1.");

    assertThat(SafeTensors.read(checkpoint).metadata()).containsEntry("epochs_done", "1");
    assertThat(parameters(checkpoint)).isNotEmpty();
  }

  /** Stops in the first step of an epoch, counted over both cycles. */
  private static final class StopIn implements RunProgress {
    private final int epoch;
    private int before;

    StopIn(int epoch) {
      this.epoch = epoch;
    }

    @Override
    public void onCycle(int epochsBefore, int done, int total) {
      before = epochsBefore;
      assertThat(total).isEqualTo(3);
    }

    @Override
    public void onStep(StepResult step) {
      if (before + step.epoch() == epoch) {
        throw new StoppedException();
      }
    }
  }

  private static final class StoppedException extends RuntimeException {
    private static final long serialVersionUID = 1;
  }
}
