// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bnn4j.examples.cifar10.BatchFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluateCommandTest {
  @TempDir Path directory;
  private Path weights;

  @BeforeEach
  void writeWeights() {
    weights = TinyNetwork.write(directory.resolve("tiny.bnn"), "nin-xnor");
  }

  @Test
  void reportsAccuracyOverTheWholeTestSet() throws IOException {
    Map<String, Object> json =
        CommandLineRun.of("evaluate", "--weights", weights, "--json").succeeded().json();

    assertThat(json)
        .containsOnlyKeys(
            "model",
            "engine",
            "images",
            "correct",
            "top1",
            "loss",
            "seconds",
            "steadyImagesPerSecond",
            "threads")
        .containsEntry("model", "nin-xnor")
        .containsEntry("engine", "packed")
        .containsEntry("images", 10_000);
    int correct = (int) json.get("correct");
    assertThat(correct).isBetween(500, 3_000);
    assertThat((double) json.get("top1")).isEqualTo(correct / 100.0);
    assertThat((double) json.get("loss")).isPositive();
  }

  @Test
  void limitTakesTheFirstImages() throws IOException {
    Map<String, Object> json =
        CommandLineRun.of("evaluate", "--weights", weights, "--limit", 7, "--json").json();

    assertThat(json).containsEntry("images", 7);
  }

  @Test
  void directoryAndEmbeddedTestSetGiveTheSameResult() throws IOException {
    BatchFiles.writeAll(directory);

    Map<String, Object> embedded =
        CommandLineRun.of("evaluate", "--weights", weights, "--json").json();
    Map<String, Object> files =
        CommandLineRun.of("evaluate", "--weights", weights, "--json", "--data", directory).json();

    assertThat(files.get("correct")).isEqualTo(embedded.get("correct"));
    assertThat(files.get("loss")).isEqualTo(embedded.get("loss"));
  }

  @Test
  void textNamesModelEngineAndAccuracy() {
    String out =
        CommandLineRun.of("evaluate", "--weights", weights, "--limit", 100).succeeded().out();

    assertThat(out).contains("nin-xnor (packed):", "% of 100 images", "images/s");
  }

  @Test
  void bothEnginesEvaluateThePretrainedWeights() throws IOException {
    for (String engine : new String[] {"packed", "float"}) {
      Map<String, Object> json =
          CommandLineRun.of("evaluate", "--engine", engine, "--limit", 100, "--json")
              .succeeded()
              .json();

      assertThat(json).containsEntry("engine", engine);
      assertThat((double) json.get("top1")).isGreaterThan(60);
    }
  }

  @Test
  void missingWeightsFileIsNamed() {
    assertThat(CommandLineRun.of("evaluate", "--weights", "nowhere.bnn").failure())
        .contains("nowhere.bnn", "there is no such file");
  }

  @Test
  void corruptWeightsAreRefused() throws IOException {
    byte[] bytes = Files.readAllBytes(weights);
    bytes[bytes.length / 2] ^= 1;
    Files.write(weights, bytes);

    assertThat(CommandLineRun.of("evaluate", "--weights", weights).failure())
        .contains("tiny.bnn", "byte");
  }

  @Test
  void weightsOfAnotherModelAreRefused() {
    assertThat(CommandLineRun.of("evaluate", "--weights", weights, "--model", "nin").failure())
        .contains("holds the network nin-xnor, not nin", "--model");
  }

  @Test
  void fileSaysWhichNetworkItHolds() {
    TinyNetwork.write(weights, "nin-gc");

    assertThat(CommandLineRun.of("evaluate", "--weights", weights, "--limit", 9).succeeded().out())
        .contains("nin-gc (packed):");
  }

  @Test
  void networkForOtherImagesIsRefused() {
    TinyNetwork.writeForSide(weights, "nin-xnor", 64);

    assertThat(CommandLineRun.of("evaluate", "--weights", weights).failure())
        .contains("64 x 64 x 3", "32 x 32 x 3");
  }

  @Test
  void truncatedTestSetIsRefused() throws IOException {
    Files.write(directory.resolve("test_batch.bin"), new byte[3073]);

    assertThat(CommandLineRun.of("evaluate", "--weights", weights, "--data", directory).failure())
        .contains("test_batch.bin", "truncated");
  }

  @Test
  void missingDataDirectoryIsExplained() {
    assertThat(CommandLineRun.of("evaluate", "--weights", weights, "--data", "nowhere").failure())
        .contains("does not exist", "data_batch_1.bin");
  }
}
