// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class ProgressTest {
  private final StringWriter log = new StringWriter();
  private long seconds;

  @Test
  void everyFifthOfTheWayIsALineWithSpeedAndTimeLeft() {
    Progress progress = start(10_000, "images");
    for (int image = 1; image <= 10_000; image++) {
      seconds = image / 250;
      progress.at(image, "");
    }

    assertThat(log.toString().lines())
        .containsExactly(
            "task: 2,000 of 10,000 images, 250/s, 0:00:32 left",
            "task: 4,000 of 10,000 images, 250/s, 0:00:24 left",
            "task: 6,000 of 10,000 images, 250/s, 0:00:16 left",
            "task: 8,000 of 10,000 images, 250/s, 0:00:08 left",
            "task: 10,000 of 10,000 images, 250/s, 0:00:00 left");
  }

  @Test
  void aSlowTaskSaysSomethingAfterTenSecondsAndThenEachMinute() {
    Progress progress = start(50_000, "images");
    for (int step = 1; step <= 9; step++) {
      seconds = 13 * step;
      progress.at(256 * step, "");
    }

    assertThat(log.toString().lines())
        .containsExactly(
            "task: 256 of 50,000 images, 20/s, 0:42:06 left",
            "task: 1,536 of 50,000 images, 20/s, 0:41:01 left");
  }

  @Test
  void slowStepsAreSecondsEach() {
    Progress progress = start(10, "turns");
    seconds = 9_000;
    progress.at(2, "filter sizes");

    assertThat(log)
        .hasToString("task: 2 of 10 turns, 4500.0 s each, 10:00:00 left, filter sizes\n");
  }

  @Test
  void aFewStepsASecondHaveADecimal() {
    Progress progress = start(20, "turns");
    seconds = 4;
    progress.at(10, "");

    assertThat(log.toString()).contains("10 of 20 turns, 2.5/s, 0:00:04 left");
  }

  @Test
  void whatIsDoneInTwoSecondsPassesInSilence() {
    Progress progress = start(10, "turns");
    seconds = 2;
    progress.at(10, "");

    assertThat(log.toString()).isEmpty();
  }

  private Progress start(long total, String unit) {
    Console console = Console.plain(new PrintWriter(new StringWriter()), new PrintWriter(log));
    return new Progress.Lines(console, "task", total, unit, () -> seconds * 1_000_000_000);
  }
}
