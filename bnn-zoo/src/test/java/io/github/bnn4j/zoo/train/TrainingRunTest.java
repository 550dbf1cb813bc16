// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.zoo.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.bnn4j.core.file.DirectoryLock;
import io.github.bnn4j.core.packed.PackedNetwork;
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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingRunTest {
  private static final NinArchitecture TINY =
      new NinArchitecture(
          "tiny", List.of(8, 8, 8, 8, 8, 8, 8, 8), List.of(1, 1, 1, 1, 1, 1, 1, 1, 1), true, false);
  private static final Recipe RECIPE = recipe(1, 2);
  @TempDir private static Path whole;
  private static Network afterFirstCycle;
  private static ImageDataset images;
  private static ImageDataset test;
  private static TrainingRun.Result result;

  @TempDir private Path directory;

  @BeforeAll
  static void trainWithoutStopping() {
    images = images(40, 1);
    test = images(20, 2);
    RunListener keeper =
        new RunListener() {
          @Override
          public void onCycle(int before, int done, int total) {
            if (before == 1) {
              afterFirstCycle = TINY.network();
              Checkpoint.load(whole.resolve("checkpoint.safetensors"), afterFirstCycle);
            }
          }
        };
    result = run(RECIPE, whole).optListener(keeper).build().start();
  }

  private static ImageDataset images(int count, long seed) {
    Random random = new Random(seed);
    byte[] pixels = new byte[count * TINY.input().bytes()];
    random.nextBytes(pixels);
    int[] labels = random.ints(count, 0, TINY.classes()).toArray();
    return new ImageDataset(TINY.network().input(), TINY.classes(), pixels, labels);
  }

  /** A run on the images, ten of them held out. */
  private static TrainingRun.Builder run(Recipe recipe, Path out) {
    return TrainingRun.builder(recipe, images, out).optValidation(10).optTest(test);
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
  void writesHistoryAndCheckpoint() {
    assertThat(result.history()).extracting(HistoryRow::epoch).containsExactly(1, 2, 3);
    assertThat(result.last().orElseThrow().validationTop1()).isBetween(0.0, 100.0);
    assertThat(whole)
        .isDirectoryContaining("glob:**/checkpoint.safetensors")
        .isDirectoryContaining("glob:**/weights.safetensors")
        .isDirectoryContaining("glob:**/history.csv")
        .isDirectoryContaining("glob:**/best.safetensors")
        .isDirectoryContaining("glob:**/network.bnn");
    assertThat(PackedNetwork.read(result.packed()).labels()).isEqualTo(TINY.labels());
  }

  @Test
  void trainingThatWasStoppedEndsInTheSameWeightsWhenResumed() throws IOException {
    for (int epoch : new int[] {2, 3}) {
      Path out = directory.resolve("stopped in " + epoch);
      assertThatExceptionOfType(StoppedException.class)
          .isThrownBy(() -> run(RECIPE, out).optListener(new StopIn(epoch)).build().start());

      TrainingRun.Result resumed = run(RECIPE, out).build().resume();

      assertThat(Files.mismatch(resumed.checkpoint(), result.checkpoint())).isEqualTo(-1);
      assertThat(resumed.history()).extracting(HistoryRow::epoch).containsExactly(1, 2, 3);
    }
  }

  @Test
  void checkpointThatSpeaksOf1EpochsIsGoneOnWith() {
    assertThatExceptionOfType(StoppedException.class)
        .isThrownBy(() -> run(RECIPE, directory).optListener(new StopIn(2)).build().start());
    Path checkpoint = directory.resolve("checkpoint.safetensors");
    SafeTensors saved = SafeTensors.read(checkpoint);
    Map<String, String> older = new LinkedHashMap<>(saved.metadata());
    older.replaceAll((key, text) -> text.replace("1 epoch of", "1 epochs of"));
    new SafeTensors(saved.tensors(), older).write(checkpoint, SafeTensors.Precision.F32);

    TrainingRun.Result resumed = run(RECIPE, directory).build().resume();

    assertThat(older).isNotEqualTo(saved.metadata());
    assertThat(resumed.history()).extracting(HistoryRow::epoch).containsExactly(1, 2, 3);
  }

  @Test
  void laterCycleStartsFromTheWeightsOfTheOneBefore() {
    Path first = directory.resolve("first.safetensors");
    Checkpoint.save(first, afterFirstCycle, Map.of(), SafeTensors.Precision.F32);
    TrainingRun.Result alone =
        run(RECIPE.from(2), directory)
            .optInit(new InitialWeights(first.toString()))
            .build()
            .start();

    assertThat(parameters(alone.checkpoint())).isEqualTo(parameters(result.checkpoint()));
    assertThat(alone.history()).extracting(HistoryRow::epoch).containsExactly(1, 2);
  }

  @Test
  void cycleWithoutTheOnesBeforeGoesOnUnderTheWholeRecipe() throws IOException {
    run(recipe(1, 1).from(2), directory)
        .optInit(new InitialWeights(result.weights().toString()))
        .build()
        .start();
    Recipe longer =
        new Recipe(
            "tiny",
            1,
            TINY,
            List.of(
                recipe(1, 1).cycles().get(0),
                recipe(1, 1).cycles().get(1),
                recipe(1, 1).cycles().get(1).toBuilder().optSeed(4).build()));

    TrainingRun.Result further = run(longer, directory).build().resume();

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
    return values(network);
  }

  private static Map<String, FloatBuffer> values(Network network) {
    Map<String, FloatBuffer> values = new LinkedHashMap<>();
    network
        .parameters()
        .forEach((name, p) -> values.put(name, FloatBuffer.wrap(p.value().data().asFloat())));
    return values;
  }

  @Test
  void theBestEpochOnImagesHeldOutIsKept() throws IOException {
    List<HistoryRow> best = new ArrayList<>();
    RunListener watcher =
        new RunListener() {
          @Override
          public void onSaved(List<HistoryRow> history, String recipe) {
            HistoryRow now = history.get(history.size() - 1);
            if (best.isEmpty() || now.validationTop1() > best.get(0).validationTop1()) {
              best.clear();
              best.add(now);
            }
          }
        };

    TrainingRun.Result kept =
        run(RECIPE, directory).optKeepBest().optListener(watcher).build().start();

    Path file = directory.resolve(TrainingRun.BEST);
    assertThat(Origin.of(SafeTensors.read(file).metadata()).epochs())
        .isEqualTo(best.get(0).epoch());
    assertThat(values(kept.network())).isEqualTo(parameters(file));
    assertThat(Files.mismatch(kept.weights(), result.weights())).isEqualTo(-1);
  }

  @Test
  void aCycleEndsWhenItsBestEpochIsLongAgoAndStaysOver() throws IOException {
    Recipe recipe = recipe(1, 1).from(2).map(config -> config.setEpochs(6));
    List<HistoryRow> rows = run(recipe, directory).optPatience(1).build().start().history();

    for (int i = 1; i < rows.size() - 1; i++) {
      assertThat(rows.get(i).validationTop1()).isGreaterThan(rows.get(i - 1).validationTop1());
    }
    if (rows.size() < 6) {
      assertThat(rows.get(rows.size() - 1).validationTop1())
          .isLessThanOrEqualTo(rows.get(rows.size() - 2).validationTop1());
    }
    byte[] weights = Files.readAllBytes(directory.resolve(TrainingRun.WEIGHTS));
    assertThat(run(recipe, directory).optPatience(1).build().resume().history())
        .hasSameSizeAs(rows);
    assertThat(directory.resolve(TrainingRun.WEIGHTS)).hasBinaryContent(weights);
  }

  @Test
  void averagedWeightsAreWhatACycleEndsWith() {
    Recipe averaged = recipe(1, 1).map(config -> config.optAveraging(0.9));

    TrainingRun.Result ended = run(averaged, directory).build().start();

    assertThat(values(ended.network())).isNotEqualTo(values(afterFirstCycle));
    assertThat(values(ended.network()))
        .isNotEqualTo(parameters(directory.resolve(TrainingRun.CHECKPOINT)));
  }

  @Test
  void nothingIsTheBestWithoutImagesToTell() {
    TrainingRun.Builder builder = TrainingRun.builder(RECIPE, images, directory).optKeepBest();

    assertThatIllegalArgumentException()
        .isThrownBy(builder::build)
        .withMessageContaining("must be held out");
  }

  @Test
  void weightsThatAreNotThereAreSaidNotToBe() {
    TrainingRun run = run(RECIPE, directory).optInit(new InitialWeights("nin-xnorr")).build();

    assertThatIllegalArgumentException()
        .isThrownBy(run::start)
        .withMessageStartingWith(
            "nin-xnorr is neither a file nor a network of the zoo, which are nin, nin-gc, nin-xnor");
  }

  @Test
  void notAllImagesAreHeldOut() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> run(RECIPE, directory).optValidation(40).build())
        .withMessage("Of 40 images 0 to 39 can be held out for validation, not 40.");
  }

  @Test
  void everyClassHasAName() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> run(RECIPE, directory).optLabels(List.of("cat", "dog")).build())
        .withMessageContaining("names of 2 classes")
        .withMessageContaining("tiny tells 10 apart");
  }

  @Test
  void listenersHearOfCyclesAndFiles() {
    List<String> heard = new ArrayList<>();
    RunListener listener =
        new RunListener() {
          @Override
          public void onCycle(int before, int done, int total) {
            heard.add("cycle after " + before + " of " + total);
          }

          @Override
          public void onSaved(List<HistoryRow> history, String recipe) {
            assertThat(directory.resolve(TrainingRun.CHECKPOINT)).exists();
            heard.add("epoch " + history.size());
          }
        };

    run(RECIPE, directory).optListener(listener).build().start();

    assertThat(heard)
        .containsExactly(
            "cycle after 0 of 3", "epoch 1", "cycle after 1 of 3", "epoch 2", "epoch 3");
  }

  @Test
  void trainingIsNotOverwritten() throws IOException {
    Files.createFile(directory.resolve("checkpoint.safetensors"));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> run(RECIPE, directory).build().start())
        .withMessageContaining("already holds a training");
  }

  @Test
  void twoTrainingsDoNotWriteIntoOneDirectory() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> DirectoryLock.holding(directory, () -> run(RECIPE, directory).build().start()))
        .withMessageContaining("Another training or probe writes into " + directory);
  }

  @Test
  void nothingToResumeIsSaid() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> run(RECIPE, directory).build().resume())
        .withMessageContaining("There is no training to resume");
  }

  @Test
  void trainingIsNotResumedWithOtherSettings() {
    Recipe other = RECIPE.map(config -> config.setSchedule(Schedule.cosine(0.1, 0)));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> run(other, whole).build().resume())
        .withMessageContaining("cosine from 0.005,")
        .withMessageContaining("cosine from 0.1");
  }

  @Test
  void trainingIsNotResumedOnOtherImagesOrClasses() throws IOException {
    byte[] before = Files.readAllBytes(result.checkpoint());
    List<String> others = List.of("z", "y", "x", "w", "v", "u", "t", "s", "r", "q");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> run(RECIPE, whole).optLabels(others).build().resume())
        .withMessageContaining("with other classes: airplane, automobile")
        .withMessageContaining("here they are z, y");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> TrainingRun.builder(RECIPE, test, whole).optValidation(10).build().resume())
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

    TrainingRun.Result resumed = run(RECIPE, directory).build().resume();

    assertThat(Files.mismatch(resumed.weights(), result.weights())).isEqualTo(-1);
  }

  @Test
  void epochThatEndsInNoNumbersLeavesTheCheckpointBeforeIt() {
    Recipe steep = recipe(2, 2).map(config -> config.setSchedule(Schedule.steps(1e-3, 1e38, 0.5)));
    Path checkpoint = directory.resolve("checkpoint.safetensors");

    assertThatIllegalStateException()
        .isThrownBy(() -> run(steep, directory).build().start())
        .withMessageContaining("epoch 2")
        .withMessageEndingWith(" " + checkpoint + " holds the training up to epoch 1.");

    assertThat(SafeTensors.read(checkpoint).metadata()).containsEntry("epochs_done", "1");
    assertThat(parameters(checkpoint)).isNotEmpty();
  }

  /** Stops in the first step of an epoch, counted over both cycles. */
  private static final class StopIn implements RunListener {
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
