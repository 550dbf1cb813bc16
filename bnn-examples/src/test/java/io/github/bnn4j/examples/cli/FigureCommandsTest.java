// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bnn4j.examples.cifar10.BatchFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FigureCommandsTest {
  @TempDir private Path directory;

  @Test
  void memoryPrintsItsTableAndWritesItsChart() {
    CommandLineRun run = CommandLineRun.of("memory", "--out", directory).succeeded();

    assertThat(run.out()).contains("| nin-gc-xnor", "packed file, bytes (measured)", "memory.png");
    assertThat(directory.resolve("memory.png")).isNotEmptyFile();
  }

  @Test
  void memoryAsJsonHasEveryNetwork() throws IOException {
    Map<String, Object> json =
        CommandLineRun.of("memory", "--out", directory, "--json").succeeded().json();

    assertThat((List<?>) json.get("networks")).hasSize(6);
  }

  @Test
  void chartsThatCannotBeWrittenAreNamed() throws IOException {
    Path inTheWay = Files.writeString(directory.resolve("file"), "");

    assertThat(CommandLineRun.of("memory", "--out", inTheWay).failure())
        .contains("could not be written");
  }

  @Test
  void ablationSaysHowManyImagesThereAre() throws IOException {
    BatchFiles.writeAll(directory);

    assertThat(CommandLineRun.of("ablation", "--data", directory, "--limit", 60_000).failure())
        .contains("can be trained on, not 60,000");
  }

  @Test
  void probeSaysHowManyImagesThereAre() throws IOException {
    BatchFiles.writeAll(directory);

    assertThat(CommandLineRun.of("probe", "--data", directory, "--limit", 60_000).failure())
        .contains("can be trained on, not 60,000");
  }

  @Test
  void probeListsTheChangesThereAre() {
    assertThat(CommandLineRun.of("probe", "--recipe", "nin", "--only", "decay").failure())
        .contains("nin has no change \"decay\"; there are: as it is, ", "no decay, ");
  }

  @Test
  void speedupWantsAtLeastOneTurn() {
    assertThat(CommandLineRun.of("speedup", "--turns", 0).wrongUsage()).contains("--turns");
  }
}
