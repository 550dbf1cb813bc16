// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.spark.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.bnn4j.core.file.BnnFormatException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointsTest {
  private static final String TRAINING = "tiny; Adam, 2 epochs";
  private static final String LAYERS = "input: [32, 32, 3]\nconv: Conv2d 3 -> 8";

  @TempDir private Path folder;

  private Checkpoints checkpoints(String training, String layers) {
    return new Checkpoints(folder.toUri().toString(), training, layers, new Configuration());
  }

  private Checkpoints checkpoints() {
    return checkpoints(TRAINING, LAYERS);
  }

  private static Checkpoints.Saved saved(int cycle, int epochsDone, float weight) {
    Values values = new Values(new long[] {2}, new float[] {weight, -weight});
    return new Checkpoints.Saved(
        cycle, epochsDone, new TrainingState(new TreeMap<>(Map.of("conv.weight", values))));
  }

  private static float weight(Checkpoints.Saved saved) {
    return saved.state().values().get("conv.weight").numbers()[0];
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(file -> file.toString().endsWith(".safetensors")).sorted().toList();
    }
  }

  @Test
  void theNewestIsFoundAndTheLastTwoAreKept() throws IOException {
    assertThat(checkpoints().newest()).isEmpty();
    checkpoints().write(saved(0, 9, 1));
    checkpoints().write(saved(0, 10, 2));
    checkpoints().write(saved(1, 1, 3));

    Checkpoints.Saved newest = checkpoints().newest().orElseThrow();
    assertThat(newest.cycle()).isEqualTo(1);
    assertThat(newest.epochsDone()).isEqualTo(1);
    assertThat(weight(newest)).isEqualTo(3);
    assertThat(files())
        .extracting(file -> file.getFileName().toString())
        .containsExactly("cycle-01-epoch-00010.safetensors", "cycle-02-epoch-00001.safetensors");
  }

  @Test
  void anEpochThatIsSavedAgainTakesThePlaceOfItself() throws IOException {
    checkpoints().write(saved(0, 1, 1));
    checkpoints().write(saved(0, 1, 2));

    assertThat(weight(checkpoints().newest().orElseThrow())).isEqualTo(2);
    assertThat(files()).hasSize(1);
  }

  @Test
  void anotherTrainingAndAnotherNetworkOfTheSameNameFindNothing() {
    checkpoints().write(saved(0, 1, 1));

    assertThat(checkpoints(TRAINING + ", seed 2", LAYERS).newest()).isEmpty();
    assertThat(checkpoints(TRAINING, LAYERS.replace("8", "16")).newest()).isEmpty();
    assertThat(checkpoints().newest()).isPresent();
  }

  @Test
  void aDamagedCheckpointIsNamed() throws IOException {
    checkpoints().write(saved(0, 1, 1));
    Path file = files().get(0);
    Files.deleteIfExists(file.resolveSibling("." + file.getFileName() + ".crc"));
    Files.write(file, new byte[] {1, 2, 3});

    assertThatExceptionOfType(BnnFormatException.class)
        .isThrownBy(() -> checkpoints().newest())
        .withMessageContaining("cycle-01-epoch-00001.safetensors");
  }

  @Test
  void aFolderThatCannotBeWrittenToIsNamedWithTheReason() throws IOException {
    Files.write(folder.resolve("file"), new byte[1]);
    Checkpoints checkpoints =
        new Checkpoints(
            folder.resolve("file").toUri().toString(), TRAINING, LAYERS, new Configuration());

    assertThatExceptionOfType(UncheckedIOException.class)
        .isThrownBy(() -> checkpoints.write(saved(0, 1, 1)))
        .withMessageMatching("Cannot write a checkpoint to .*/file/.*: .* not a directory.*");
  }
}
