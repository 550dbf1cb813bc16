// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.report;

import io.github.bnn4j.core.check.Count;
import io.github.bnn4j.zoo.train.Device;
import java.awt.Color;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.knowm.xchart.HeatMapChart;
import org.knowm.xchart.HeatMapChartBuilder;

/** Draws a confusion matrix, with its numbers in the cells unless they are too many. */
public final class ConfusionChart {
  private static final int SIZE = 820;
  private static final int TICKS = 20;
  private static final int MOST_READABLE = 25;
  private static final int SHADES = 32;
  private static final Color DARKEST = new Color(0x7f93a8); // black numbers are still read on it

  private ConfusionChart() {}

  /** Writes the chart as PNG. */
  public static void write(ConfusionMatrix matrix, String title, Path file) {
    String caption =
        String.format(
            Locale.ROOT,
            "%,d of %s recognised, %.2f %%. A row holds the images of one class, a column"
                + " those taken for one; the diagonal is right. %s.",
            matrix.correct(),
            Count.of(matrix.images(), "image"),
            100.0 * matrix.correct() / matrix.images(),
            Device.describe());
    ChartSheet.write(file, () -> List.of(chart(matrix, title)), caption);
  }

  private static HeatMapChart chart(ConfusionMatrix matrix, String title) {
    HeatMapChart chart =
        new HeatMapChartBuilder()
            .width(SIZE)
            .height(SIZE)
            .title(title)
            .xAxisTitle("predicted class")
            .yAxisTitle("actual class (number of images)")
            .build();
    ChartStyle.apply(chart.getStyler());
    chart.getStyler().setLegendVisible(false);
    chart.getStyler().setValueFontColor(Color.BLACK);
    chart.getStyler().setHeatMapValueDecimalPattern("#");
    chart.getStyler().setRangeColors(shades());
    chart.getStyler().setXAxisLabelRotation(45);
    boolean readable = matrix.labels().size() <= MOST_READABLE;
    chart.getStyler().setShowValue(readable);
    if (readable) {
      chart.getStyler().setXAxisMaxLabelCount(matrix.labels().size());
      chart.getStyler().setXAxisTickMarkSpacingHint(TICKS);
      chart.getStyler().setYAxisTickMarkSpacingHint(TICKS);
    } else {
      chart.getStyler().setXAxisMaxLabelCount(MOST_READABLE);
    }
    chart.getStyler().setPlotGridLinesVisible(false);
    // the y axis of a chart grows upwards, the rows of a matrix downwards
    List<String> rows = new ArrayList<>(matrix.labels());
    Collections.reverse(rows);
    chart.addSeries("images", matrix.labels(), rows, cells(matrix));
    return chart;
  }

  /**
   * From white to the darkest, by the square root of a number: mistakes are few beside what is
   * right, and shall be seen.
   */
  private static Color[] shades() {
    Color[] shades = new Color[SHADES];
    for (int i = 0; i < SHADES; i++) {
      double share = Math.sqrt(i / (SHADES - 1.0));
      shades[i] =
          new Color(
              shade(DARKEST.getRed(), share),
              shade(DARKEST.getGreen(), share),
              shade(DARKEST.getBlue(), share));
    }
    return shades;
  }

  private static int shade(int darkest, double share) {
    return (int) Math.round(255 - share * (255 - darkest));
  }

  private static List<Number[]> cells(ConfusionMatrix matrix) {
    List<Number[]> cells = new ArrayList<>();
    int[][] counts = matrix.counts();
    for (int actual = 0; actual < counts.length; actual++) {
      for (int predicted = 0; predicted < counts.length; predicted++) {
        cells.add(new Number[] {predicted, counts.length - 1 - actual, counts[actual][predicted]});
      }
    }
    return cells;
  }
}
