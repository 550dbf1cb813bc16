// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bnn4j.core.file.DirectoryLock;
import io.github.bnn4j.examples.cifar10.BatchFiles;
import io.github.bnn4j.layers.Network;
import io.github.bnn4j.layers.io.Checkpoint;
import io.github.bnn4j.layers.io.SafeTensors;
import io.github.bnn4j.zoo.NinArchitecture;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A checkpoint with a number that no network can have is refused wherever one is taken. */
class UnsoundWeightsTest {
  @TempDir private Path directory;
  private Path weights;

  @BeforeEach
  void writeWeights() {
    Network network = NinArchitecture.NIN_XNOR.network();
    network.initialize(5);
    network.parameters().get("block4.conv.weight").value().putScalar(7, Float.NaN);
    weights = directory.resolve("weights.safetensors");
    Checkpoint.save(weights, network, Map.of(), SafeTensors.Precision.F16);
  }

  @Test
  void noCommandTakesThem() throws IOException {
    Path out = directory.resolve("out");
    BatchFiles.writeAll(directory);

    assertRefused("pack", "--weights", weights, "--out", out);
    assertRefused("export", "--weights", weights, "--out", out);
    assertRefused("evaluate", "--weights", weights);
    assertRefused("evaluate", "--weights", weights, "--engine", "float");
    assertThat(out).doesNotExist();
    assertRefused(
        "train", "--data", directory, "--limit", 40, "--batch", 10, "--init", weights, "--out",
        out);
    assertThat(out).isDirectoryNotContaining(file -> !file.endsWith(DirectoryLock.FILE));
  }

  private void assertRefused(Object... arguments) {
    assertThat(CommandLineRun.of(arguments).failure())
        .contains(weights.toString(), "block4.conv.weight[0, 0, 0, 7] is NaN, but must be finite");
  }
}
