// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class AccuracyReportTest {

  @Test
  void countsWhatWasTakenForWhatAndTheMeanLoss() {
    AccuracyReport.Collector collector =
        new AccuracyReport.Collector(List.of("cat", "dog"), new int[] {0, 0, 1});
    collector.add(new float[] {3, 1, 1, 3}, 1_500_000_000);
    collector.add(new float[] {-5, 800}, 500_000_000);

    AccuracyReport report = collector.finish(4);

    assertThat(report.confusion().counts()).isDeepEqualTo(new int[][] {{1, 1}, {0, 1}});
    assertThat(report.correct()).isEqualTo(2);
    assertThat(report.top1()).isEqualTo(200.0 / 3);
    assertThat(report.confusion().top1(0)).isEqualTo(50);
    assertThat(report.seconds()).isEqualTo(2);
    assertThat(report.imagesPerSecond()).isEqualTo(1.5);
    double right = Math.log(1 + Math.exp(-2));
    assertThat(report.loss()).isEqualTo((right + right + 2) / 3, within(1e-12));
  }

  @Test
  void theSteadySpeedIsThatOfTheLastFifth() {
    AccuracyReport.Collector collector =
        new AccuracyReport.Collector(List.of("cat", "dog"), new int[10]);
    collector.add(new float[16], 8_000_000_000L);
    collector.add(new float[2], 10_000_000);
    collector.add(new float[2], 30_000_000);

    assertThat(collector.finish(1).steadyImagesPerSecond()).isEqualTo(50);
  }

  @Test
  void equalLogitsCountAsTheFirstClass() {
    AccuracyReport.Collector collector =
        new AccuracyReport.Collector(List.of("cat", "dog"), new int[] {1});
    collector.add(new float[] {2, 2}, 1);

    assertThat(collector.finish(1).confusion().counts()[1]).containsExactly(1, 0);
  }
}
