// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.bnn4j.examples.cifar10.Cifar10Dataset;
import io.github.bnn4j.examples.report.HistoryRow;
import io.github.bnn4j.layers.train.ImageDataset;
import io.github.bnn4j.layers.train.StepResult;
import io.github.bnn4j.layers.train.TrainingListener;
import io.github.bnn4j.zoo.NinArchitecture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainNinTest {
  private static final TrainingListener SILENT = new TrainingListener() {};
  private static final TrainingSettings SETTINGS =
      new TrainingSettings(NinArchitecture.NIN_XNOR, 2, 10, 0.005, 3, 10);
  @TempDir private static Path whole;
  private static ImageDataset images;
  private static ImageDataset test;
  private static TrainNin.Result result;

  @TempDir private Path directory;

  @BeforeAll
  static void trainWithoutStopping() {
    ImageDataset all = Cifar10Dataset.embeddedTest();
    images = all.subset(0, 40);
    test = all.subset(40, 60);
    result = TrainNin.run(SETTINGS, whole, false, images, test, SILENT);
  }

  @Test
  void writesHistoryChartsAndCheckpoint() {
    assertThat(result.history()).extracting(HistoryRow::epoch).containsExactly(1, 2);
    assertThat(result.last().validationTop1()).isBetween(0.0, 100.0);
    assertThat(result.test().images()).isEqualTo(20);
    assertThat(whole)
        .isDirectoryContaining("glob:**/checkpoint.safetensors")
        .isDirectoryContaining("glob:**/history.csv")
        .isDirectoryContaining("glob:**/history.png")
        .isDirectoryContaining("glob:**/confusion.png");
  }

  @Test
  void trainingThatWasStoppedEndsInTheSameWeightsWhenResumed() throws IOException {
    assertThatExceptionOfType(StoppedException.class)
        .isThrownBy(
            () -> TrainNin.run(SETTINGS, directory, false, images, test, new StopInSecondEpoch()));

    TrainNin.Result resumed = TrainNin.run(SETTINGS, directory, true, images, test, SILENT);

    assertThat(Files.mismatch(resumed.checkpoint(), result.checkpoint())).isEqualTo(-1);
    assertThat(resumed.history()).hasSize(2);
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
    TrainingSettings other = new TrainingSettings(NinArchitecture.NIN_XNOR, 2, 10, 0.1, 3, 10);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> TrainNin.run(other, whole, true, images, test, SILENT))
        .withMessageContaining("cosine from 0.005")
        .withMessageContaining("cosine from 0.1");
  }

  private static final class StopInSecondEpoch implements TrainingListener {
    @Override
    public void onStep(StepResult result) {
      if (result.epoch() == 2) {
        throw new StoppedException();
      }
    }
  }

  private static final class StoppedException extends RuntimeException {
    private static final long serialVersionUID = 1;
  }
}
