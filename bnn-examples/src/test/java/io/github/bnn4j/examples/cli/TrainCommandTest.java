// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bnn4j.examples.cifar10.BatchFiles;
import io.github.bnn4j.examples.cifar10.Cifar10Dataset;
import io.github.bnn4j.layers.Network;
import io.github.bnn4j.layers.io.Checkpoint;
import io.github.bnn4j.layers.train.Trainer;
import io.github.bnn4j.layers.train.TrainingConfig;
import io.github.bnn4j.zoo.PretrainedWeights;
import io.github.bnn4j.zoo.Recipe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("locale")
class TrainCommandTest {
  @TempDir private static Path data;
  @TempDir private Path directory;

  @BeforeAll
  static void writeData() throws IOException {
    BatchFiles.writeAll(data);
  }

  @Test
  void trainedCheckpointIsEvaluatedWithTheReportedAccuracy() throws IOException {
    Path out = directory.resolve("run");

    CommandLineRun run = train(out).succeeded();
    Map<String, Object> trained = run.json();

    assertThat(run.err())
        .containsSubsequence(
            "images in batches of",
            ", on ",
            " thread",
            "; compiling...",
            "first of ",
            "epoch 1/1:");
    assertThat(trained)
        .containsEntry("model", "nin-xnor")
        .containsEntry("epochs", 1)
        .containsEntry("checkpoint", out.resolve("checkpoint.safetensors").toString())
        .containsEntry("recipe", "nin-xnor")
        .containsEntry("weights", out.resolve("weights.safetensors").toString())
        .containsKeys("trainLoss", "validationTop1", "imagesPerSecond");
    assertThat(out).isDirectoryContaining("glob:**/events.out.tfevents.*");
    assertThat(Files.readAllLines(out.resolve("history.csv")).get(0)).endsWith(",flips,saturated");
    assertThat(out.resolve("layers.csv")).content().contains("1,block2.conv,30720,");
    Map<String, Object> evaluated =
        CommandLineRun.of(
                "evaluate",
                "--engine",
                "float",
                "--weights",
                trained.get("checkpoint"),
                "--limit",
                40,
                "--json")
            .succeeded()
            .json();
    assertThat(evaluated)
        .containsEntry("engine", "float")
        .containsEntry("top1", trained.get("testTop1"));
  }

  @Test
  void secondTrainingInTheSameDirectoryIsRefused() throws IOException {
    Files.createFile(directory.resolve("checkpoint.safetensors"));

    assertThat(train(directory).failure()).contains("already holds a training");
  }

  @Test
  void missingDataAreNamed() {
    assertThat(CommandLineRun.of("train", "--data", directory, "--out", directory).failure())
        .contains("data_batch_1.bin does not exist");
  }

  @Test
  void corruptCheckpointIsNotResumed() throws IOException {
    Files.write(directory.resolve("checkpoint.safetensors"), new byte[1000]);

    CommandLineRun run =
        CommandLineRun.of(
            "train", "--data", data, "--limit", 40, "--batch", 10, "--out", directory, "--resume");

    assertThat(run.failure()).contains("checkpoint.safetensors");
  }

  @Test
  void batchLargerThanTheDataIsRefused() {
    CommandLineRun run =
        CommandLineRun.of("train", "--data", data, "--limit", 40, "--out", directory);

    assertThat(run.failure()).contains("A batch of 256 is not filled by ");
  }

  @Test
  void trainingUnderWayGoesOnUnderItsRecipe() {
    Path checkpoint = directory.resolve("checkpoint.safetensors");
    Recipe recipe = Recipe.NIN_GC.map(config -> config.optBatch(10));
    TrainingConfig last = recipe.cycles().get(recipe.cycles().size() - 1);
    Network network = recipe.architecture().network();
    network.initialize(1);
    Trainer.Builder builder =
        Trainer.builder(network, Cifar10Dataset.train(data).subset(0, 40), last);
    last.distillation().map(PretrainedWeights::teacher).ifPresent(builder::optTeacher);
    try (Trainer trainer = builder.build()) {
      trainer.resumeAfter(last.epochs());
      Checkpoint.save(checkpoint, network, trainer, Map.of("recipe", last.describe(40)));
    }

    CommandLineRun run =
        CommandLineRun.of(
            "train",
            "--recipe",
            "nin-gc",
            "--data",
            data,
            "--limit",
            40,
            "--batch",
            10,
            "--out",
            directory,
            "--resume");

    assertThat(run.succeeded().out()).contains("All 40 test images");
  }

  @Test
  void theBestEpochNeedsImagesToTell() {
    assertThat(CommandLineRun.of("train", "--keep-best").wrongUsage())
        .contains("--keep-best needs images to tell, which --validation holds out");
  }

  @Test
  void laterCycleNeedsWeights() {
    assertThat(CommandLineRun.of("train", "--recipe", "nin", "--cycle", 2).wrongUsage())
        .contains("cycle 2 goes on from the weights of the one before; name them with --init");
    assertThat(CommandLineRun.of("train", "--cycle", 5, "--init", "nin-xnor").wrongUsage())
        .contains(
            "the recipe nin-xnor has no cycle 5, its last is " + Recipe.NIN_XNOR.cycles().size());
  }

  @Test
  void initialWeightsAreForANewTrainingOfTheirNetwork() {
    assertThat(
            CommandLineRun.of(
                    "train",
                    "--data",
                    data,
                    "--recipe",
                    "nin",
                    "--init",
                    "nin-xnor",
                    "--out",
                    directory)
                .failure())
        .contains("The weights of nin-xnor do not fit the network nin.");
  }

  @Test
  void recipeThatDoesNotExistIsWrongUsage() {
    assertThat(CommandLineRun.of("train", "--recipe", "nin-xor").wrongUsage())
        .contains("there is no recipe nin-xor, did you mean nin-xnor?");
  }

  @ParameterizedTest
  @CsvSource({
    "--epochs, 0, from 1 on",
    "--batch, -1, from 1 on",
    "--validation, -1, from 0 on",
    "--lr, 0, no number above 0",
    "--lr, NaN, no number above 0",
    "--seed, x, is not a long"
  })
  void optionsOutOfRangeAreWrongUsage(String option, String value, String reason) {
    assertThat(CommandLineRun.of("train", option, value).wrongUsage()).contains(option, reason);
  }

  private static CommandLineRun train(Path out) {
    return CommandLineRun.of(
        "train",
        "--data",
        data,
        "--limit",
        40,
        "--epochs",
        1,
        "--batch",
        12,
        "--validation",
        4,
        "--out",
        out,
        "--json");
  }
}
