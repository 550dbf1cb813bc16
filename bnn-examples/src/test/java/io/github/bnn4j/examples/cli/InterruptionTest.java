// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class InterruptionTest {
  private final StringWriter err = new StringWriter();
  private final Console console = Console.plain(new PrintWriter(err), new PrintWriter(err));

  @Test
  void trainingThatIsStoppedSaysHowToGoOn() {
    List<String> arguments =
        List.of("train", "--images", "my pictures", "--epochs", "2", "--batch", "2");
    try (Interruption interruption = watch(arguments)) {
      assertThat(interruption.advice()).isEqualTo("Stopped before the first epoch was saved.");

      interruption.onCycle(10, 3, 20);

      assertThat(interruption.advice())
          .isEqualTo(
              "Stopped. run holds the training up to epoch 13; go on with: ./bnn train --images"
                  + " 'my pictures' --epochs 2 --batch 2 --resume");
    }
  }

  @Test
  void trainingThatWasResumedIsResumedByTheSameCommand() {
    try (Interruption interruption = watch(List.of("train", "--resume", "--out", "it's"))) {
      interruption.onCycle(0, 1, 2);

      assertThat(interruption.advice())
          .endsWith("./bnn train --resume --out 'it'\\''s'")
          .contains("epoch 1;");
    }
  }

  @Test
  void trainingThatEndsIsNotSpokenOf() {
    watch(List.of("train")).close();

    assertThat(err.toString()).isEmpty();
  }

  private Interruption watch(List<String> arguments) {
    return Interruption.watch(console, Path.of("run"), arguments);
  }
}
