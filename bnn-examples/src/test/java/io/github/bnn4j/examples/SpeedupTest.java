// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bnn4j.examples.speedup.SpeedupReport;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpeedupTest {
  @TempDir private Path directory;

  @Test
  void measuresEveryNumberOfChannels() {
    List<Integer> turns = new ArrayList<>();

    SpeedupReport report = SpeedupByChannels.run(List.of(3, 64), 2, turns::add);

    assertThat(turns).containsExactly(1, 2, 3, 4);
    assertThat(report.timings()).hasSize(2);
    assertThat(report.timings())
        .allSatisfy(
            timing -> {
              assertThat(timing.convolution().kernel()).isEqualTo(3);
              assertThat(timing.naiveMilliseconds()).isPositive();
              assertThat(timing.oneDnnMilliseconds()).isPositive();
              assertThat(timing.packedMilliseconds()).isPositive();
            });
  }

  @Test
  void theoryAndMeasurementHaveColumnsOfTheirOwn() {
    SpeedupReport report = SpeedupByFilterSize.run(List.of(1), 1, turn -> {});

    assertThat(report.table().header())
        .containsExactly(
            "filter",
            "theory, x",
            "naive floats, ms",
            "oneDNN floats, ms",
            "packed bits, ms",
            "measured over naive, x",
            "measured over oneDNN, x");
    assertThat(report.table().rows().get(0)).startsWith("1x1", "51.20");
  }

  @Test
  void writesTableAndChart() {
    SpeedupByFilterSize.run(List.of(1), 1, turn -> {}).write(directory, "sizes");

    assertThat(directory).isDirectoryContaining("glob:**/sizes.csv");
    assertThat(directory).isDirectoryContaining("glob:**/sizes.png");
  }
}
