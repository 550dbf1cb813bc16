// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bnn4j.zoo.train.Device;
import io.github.bnn4j.zoo.train.HistoryRow;
import io.github.bnn4j.zoo.train.LayerRow;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChartTest {
  private static final double NONE = Double.NaN;

  @TempDir Path directory;

  @Test
  void historyChartDiffersWithAndWithoutValidation() throws IOException {
    Path with = directory.resolve("with.png");
    Path without = directory.resolve("without.png");
    HistoryChart.write(rows(50), List.of(), "title", "caption", with);
    HistoryChart.write(rows(Double.NaN), List.of(), "title", "caption", without);

    assertThat(darkPixels(with)).isGreaterThan(darkPixels(without));
    assertThat(darkPixels(without)).isGreaterThan(5_000);
  }

  @Test
  void historyChartShowsTheSignsOfEachLayer() throws IOException {
    Path with = directory.resolve("with.png");
    Path without = directory.resolve("without.png");
    List<LayerRow> layers =
        List.of(
            new LayerRow(1, "conv1", 4, 1, Double.NaN, Double.NaN),
            new LayerRow(1, "conv2", 4, 1, 6, 0),
            new LayerRow(1, "conv3", 4, 1, 5, 0),
            new LayerRow(20, "conv2", 4, 1, 8, 0),
            new LayerRow(20, "conv3", 4, 1, 9, 0));
    HistoryChart.write(rows(50), layers, "title", "caption", with);
    HistoryChart.write(rows(50), List.of(), "title", "caption", without);

    assertThat(darkPixels(with)).isGreaterThan(darkPixels(without));
  }

  @Test
  void historyOfAnOlderVersionIsDrawnWithoutWhatItLacks() throws IOException {
    Path old = directory.resolve("old.png");
    Path today = directory.resolve("today.png");
    HistoryRow row = new HistoryRow(3, 0.01, 1, 50, 1, 50, 1, 1, NONE, NONE, NONE);

    HistoryChart.write(List.of(row), List.of(), "title", "caption", old);
    HistoryChart.write(rows(50), List.of(), "title", "caption", today);

    assertThat(ImageIO.read(old.toFile()).getHeight())
        .isLessThan(ImageIO.read(today.toFile()).getHeight() - 400);
  }

  @Test
  void theChartOfOneEpochShowsItsValues() throws IOException {
    Path low = directory.resolve("low.png");
    Path high = directory.resolve("high.png");
    HistoryRow row = new HistoryRow(1, 0.00146285, 9.96203, 30, NONE, NONE, 1, 1, 2.308, 1, 0);
    HistoryRow better = new HistoryRow(1, 0.00146285, 9.96203, 70, NONE, NONE, 1, 1, 2.308, 1, 0);

    HistoryChart.write(List.of(row), List.of(), "title", "caption", low);
    HistoryChart.write(List.of(better), List.of(), "title", "caption", high);

    assertThat(low).isRegularFile();
    assertThat(Files.mismatch(low, high)).isNotNegative();
  }

  @Test
  void confusionChartIsDrawnWithoutADisplay() throws IOException {
    Path file = directory.resolve("confusion.png");
    int[][] counts = {{900, 100}, {0, 1000}};

    ConfusionChart.write(new ConfusionMatrix(List.of("cat", "dog"), counts), "title", file);

    assertThat(ImageIO.read(file.toFile()).getWidth()).isEqualTo(820);
  }

  @Test
  void aLongCaptionIsWrappedBelowTheChart() throws IOException {
    Path brief = directory.resolve("brief.png");
    Path wordy = directory.resolve("wordy.png");
    LineChart.Axis axis = new LineChart.Axis("x", false);
    List<LineChart.Line> lines =
        List.of(new LineChart.Line("line", new double[] {1, 2}, new double[] {3, 4}));

    LineChart.write("title", axis, axis, lines, "few words", brief);
    LineChart.write("title", axis, axis, lines, "many words ".repeat(50), wordy);

    assertThat(ImageIO.read(wordy.toFile()).getHeight())
        .isGreaterThan(ImageIO.read(brief.toFile()).getHeight() + 20);
    assertThat(ImageIO.read(wordy.toFile()).getWidth())
        .isEqualTo(ImageIO.read(brief.toFile()).getWidth());
  }

  @Test
  void chartsNameTheMachineInTheirCaption() {
    assertThat(Device.describe()).contains("cores, Java " + System.getProperty("java.version"));
  }

  private static List<HistoryRow> rows(double validation) {
    List<HistoryRow> rows = new ArrayList<>();
    for (int epoch = 1; epoch <= 20; epoch++) {
      double top1 = 90 - 60.0 / epoch;
      rows.add(
          new HistoryRow(
              epoch,
              0.01,
              2.0 / epoch,
              top1,
              validation / epoch,
              top1 + 0 * validation,
              1,
              1,
              1,
              2.0 / epoch,
              10 - 9.0 / epoch));
    }
    return rows;
  }

  private static long darkPixels(Path file) throws IOException {
    BufferedImage image = ImageIO.read(file.toFile());
    int[] pixels =
        image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
    long dark = 0;
    for (int pixel : pixels) {
      dark += (pixel & 0xff) < 200 ? 1 : 0;
    }
    return dark;
  }
}
