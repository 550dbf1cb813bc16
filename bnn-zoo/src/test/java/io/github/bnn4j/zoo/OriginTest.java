// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OriginTest {
  @TempDir private Path directory;

  private static Origin trainedWith(String framework, Optional<String> startFramework) {
    return new Origin(
        framework,
        "NVIDIA H200",
        "random weights",
        startFramework,
        133,
        Optional.of(Duration.ofSeconds(454)),
        "Adam, cosine from 0.01",
        Optional.empty(),
        "train.py",
        Optional.empty());
  }

  @Test
  void entriesSayTheSameAmongOthers() {
    Origin origin = trainedWith("PyTorch 2.11", Optional.empty());
    Map<String, String> entries = new HashMap<>(origin.entries());
    entries.put("network", "nin");

    assertThat(Origin.of(entries)).isEqualTo(origin);
  }

  @Test
  void theTimeOfAHistoryIsTakenWhereNoneIsKnown() {
    Origin timed = trainedWith("PyTorch 2.11", Optional.empty());
    Map<String, String> entries = new HashMap<>(timed.entries());
    entries.remove("training.seconds");

    assertThat(Origin.of(entries).time()).isEmpty();
    assertThat(Origin.of(entries).orTime(Duration.ofSeconds(454))).isEqualTo(timed);
    assertThat(timed.orTime(Duration.ZERO)).isEqualTo(timed);
  }

  @Test
  void whoTrainedIsSaidInAFewWords() {
    Optional<String> torch = Optional.of("PyTorch 2.11");
    Optional<String> ours = Optional.of(Origin.THIS_LIBRARY);

    assertThat(trainedWith("BNN4J", Optional.empty()).trainedBy()).isEqualTo("this library");
    assertThat(trainedWith("BNN4J", ours).trainedBy()).isEqualTo("this library");
    assertThat(trainedWith("PyTorch 2.11", torch).trainedBy()).isEqualTo("PyTorch 2.11, imported");
    assertThat(trainedWith("BNN4J", torch).trainedBy())
        .isEqualTo("PyTorch 2.11, imported, then this library");
  }

  @Test
  void filesThatAreMissingOrIncompleteAreNamed() throws Exception {
    Path file = directory.resolve("training.properties");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Origin.read(file))
        .withMessage("There is no file " + file + ".");

    Files.writeString(file, "training.framework=PyTorch 2.11\n");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Origin.read(file))
        .withMessage("Of the training, training.device is not known.");

    Map<String, String> entries =
        new HashMap<>(trainedWith("PyTorch 2.11", Optional.empty()).entries());
    entries.put("training.epochs", "many");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Origin.of(entries))
        .withMessage("training.epochs must be a whole number, not 'many'.");
  }
}
