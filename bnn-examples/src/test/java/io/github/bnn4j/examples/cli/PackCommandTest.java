// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bnn4j.layers.Network;
import io.github.bnn4j.layers.io.Checkpoint;
import io.github.bnn4j.layers.io.SafeTensors;
import io.github.bnn4j.zoo.NinArchitecture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackCommandTest {
  @TempDir private Path directory;

  @Test
  void packedFileAgreesWithTheCheckpointAndIsEvaluatedAlike() throws IOException {
    Path weights = checkpoint(NinArchitecture.NIN_XNOR);
    Path packed = directory.resolve("nin-xnor.bnn");

    Map<String, Object> json =
        CommandLineRun.of("pack", "--weights", weights, "--out", packed, "--limit", 50, "--json")
            .succeeded()
            .json();

    assertThat(json)
        .containsEntry("model", "nin-xnor")
        .containsEntry("images", 50)
        .containsEntry("packedBytes", (int) Files.size(packed))
        .containsEntry("disagreements", 0);
    assertThat((int) json.get("packedBytes")).isBetween(150_000, 250_000);
    assertThat(evaluate(packed).get("loss")).isEqualTo(evaluate(weights).get("loss"));
  }

  @Test
  void checkpointOfAnotherNetworkIsRefusedAndNothingWritten() {
    Path weights = checkpoint(NinArchitecture.NIN_XNOR);
    Path packed = directory.resolve("nin-gc.bnn");

    assertThat(
            CommandLineRun.of("pack", "--model", "nin-gc", "--weights", weights, "--out", packed)
                .failure())
        .contains(weights.toString());
    assertThat(packed).doesNotExist();
  }

  @Test
  void truncatedCheckpointIsRefused() throws IOException {
    Path weights = checkpoint(NinArchitecture.NIN_XNOR);
    byte[] bytes = Files.readAllBytes(weights);
    Files.write(weights, java.util.Arrays.copyOf(bytes, bytes.length / 2));

    assertThat(
            CommandLineRun.of("pack", "--weights", weights, "--out", directory.resolve("x.bnn"))
                .failure())
        .contains(weights.toString());
  }

  @Test
  void weightsAndOutputAreRequired() {
    assertThat(CommandLineRun.of("pack").wrongUsage()).contains("--weights", "--out");
  }

  private static Map<String, Object> evaluate(Path weights) throws IOException {
    return CommandLineRun.of("evaluate", "--weights", weights, "--limit", 20, "--json")
        .succeeded()
        .json();
  }

  private Path checkpoint(NinArchitecture architecture) {
    Network network = architecture.network();
    network.initialize(5);
    Path file = directory.resolve("weights.safetensors");
    Checkpoint.save(file, network, Map.of(), SafeTensors.Precision.F32);
    return file;
  }
}
