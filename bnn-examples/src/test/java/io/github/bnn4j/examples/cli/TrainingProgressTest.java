// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bnn4j.layers.train.EpochResult;
import io.github.bnn4j.layers.train.Evaluation;
import io.github.bnn4j.layers.train.StepResult;
import io.github.bnn4j.layers.train.TrainingStart;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TrainingProgressTest {
  private final StringWriter log = new StringWriter();
  private long nanos = 1;
  private final TrainingProgress progress =
      new TrainingProgress(
          new Console(new PrintWriter(new StringWriter()), new PrintWriter(log), false, false),
          () -> nanos);

  @Test
  void epochsAreCountedOverAllCycles() {
    progress.onCycle(0, 12, 43);
    progress.onEpoch(result(13, Optional.empty()));
    progress.onCycle(13, 0, 43);
    progress.onEpoch(result(1, Optional.of(new Evaluation(100, 60, 1.25))));

    assertThat(log.toString().lines())
        .satisfiesExactly(
            line ->
                assertThat(line)
                    .startsWith("epoch 13/43: loss 1.5000, top-1 50.00 %, 250 images/s, "),
            line ->
                assertThat(line)
                    .startsWith(
                        "epoch 14/43: loss 1.5000, top-1 50.00 %, validation 60.00 %, 250"
                            + " images/s, "));
  }

  @Test
  void nothingIsLeftAfterTheLastEpoch() {
    progress.onCycle(13, 29, 43);
    progress.onEpoch(result(30, Optional.empty()));

    assertThat(log.toString()).contains("epoch 43/43", "0:00:00 left");
  }

  @Test
  void whatComputesIsSaidBeforeTheFirstStepAndHowLongThatTook() {
    progress.onStart(new TrainingStart("an engine, 14 threads", 50_000, 256));
    nanos += 3_250_000_000L;
    progress.onCycle(0, 0, 43);
    progress.onStep(new StepResult(1, 1, 195, 256, 2.3, 10, 0.01, 1, 0, List.of()));
    progress.onStep(new StepResult(1, 2, 195, 256, 2.3, 10, 0.01, 1, 0, List.of()));

    assertThat(log.toString().lines())
        .containsExactly(
            "50,000 images in batches of 256, on an engine, 14 threads; compiling...",
            "first of 195 steps after 3.3 s");
  }

  private static EpochResult result(int epoch, Optional<Evaluation> validation) {
    return new EpochResult(epoch, 0.01, new Evaluation(500, 250, 1.5), validation, 1, List.of(), 2);
  }
}
