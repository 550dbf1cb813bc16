// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.report;

import io.github.bnn4j.zoo.train.Device;
import java.awt.Color;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.knowm.xchart.HeatMapChart;
import org.knowm.xchart.HeatMapChartBuilder;

/** Draws a confusion matrix with its numbers in the cells. */
public final class ConfusionChart {
  private static final int SIZE = 820;
  private static final int TICKS = 20;
  private static final Color[] WHITE_TO_GREY = {Color.WHITE, new Color(0x9aa7b5)};

  private ConfusionChart() {}

  /** Writes the chart as PNG. */
  public static void write(ConfusionMatrix matrix, String title, Path file) {
    String caption =
        String.format(
            Locale.ROOT,
            "%,d of %,d images recognised, %.2f %%. A row holds the images of one class, a column"
                + " those taken for one; the diagonal is right. %s.",
            matrix.correct(),
            matrix.images(),
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
    chart.getStyler().setLegendVisible(false);
    chart.getStyler().setShowValue(true);
    chart.getStyler().setValueFontColor(Color.BLACK);
    chart.getStyler().setHeatMapValueDecimalPattern("#");
    chart.getStyler().setRangeColors(WHITE_TO_GREY);
    chart.getStyler().setChartBackgroundColor(Color.WHITE);
    chart.getStyler().setXAxisLabelRotation(45);
    chart.getStyler().setXAxisMaxLabelCount(matrix.labels().size());
    chart.getStyler().setXAxisTickMarkSpacingHint(TICKS);
    chart.getStyler().setYAxisTickMarkSpacingHint(TICKS);
    chart.getStyler().setPlotGridLinesVisible(false);
    // the y axis of a chart grows upwards, the rows of a matrix downwards
    List<String> rows = new ArrayList<>(matrix.labels());
    Collections.reverse(rows);
    chart.addSeries("images", matrix.labels(), rows, cells(matrix));
    return chart;
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
