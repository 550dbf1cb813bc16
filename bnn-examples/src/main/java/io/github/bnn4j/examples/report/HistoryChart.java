// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.report;

import io.github.bnn4j.zoo.train.Device;
import io.github.bnn4j.zoo.train.HistoryRow;
import java.awt.Color;
import java.nio.file.Path;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.lines.SeriesLines;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Draws loss and accuracy over the epochs of a training. */
public final class HistoryChart {
  private static final int WIDTH = 800;
  private static final int HEIGHT = 380;
  private static final int LABEL_WIDTH = 70;

  private HistoryChart() {}

  /**
   * Writes the chart as PNG: loss above, accuracy below, and under them, if there are binary
   * weights, how they move.
   *
   * @param caption how and on what the network was trained
   */
  public static void write(List<HistoryRow> rows, String title, String caption, Path file) {
    ChartSheet.write(file, () -> charts(rows, title), caption + ". " + Device.describe() + ".");
  }

  private static List<XYChart> charts(List<HistoryRow> rows, String title) {
    int epochs = rows.stream().mapToInt(HistoryRow::epoch).max().orElse(1);
    XYChart loss = chart(title, "cross-entropy loss (nats)", epochs);
    add(loss, rows, "training", HistoryRow::trainLoss, HistoryRow::validationLoss);
    XYChart accuracy = chart("", "top-1 accuracy (%)", epochs);
    accuracy.getStyler().setYAxisMax(100.0);
    add(accuracy, rows, "training", HistoryRow::trainTop1, HistoryRow::validationTop1);
    if (rows.isEmpty() || Double.isNaN(rows.get(rows.size() - 1).flips())) {
      return List.of(loss, accuracy);
    }
    XYChart signs = chart("", "binary weights (%)", epochs);
    List<HistoryRow> known = rows.stream().filter(row -> !Double.isNaN(row.flips())).toList();
    double[] places = known.stream().mapToDouble(HistoryRow::epoch).toArray();
    style(
        signs.addSeries(
            "signs that turn in a step",
            places,
            known.stream().mapToDouble(HistoryRow::flips).toArray()),
        Color.BLACK,
        false);
    style(
        signs.addSeries(
            "|W| of at least 1",
            places,
            known.stream().mapToDouble(HistoryRow::saturated).toArray()),
        new Color(0x1f5fa8),
        true);
    return List.of(loss, accuracy, signs);
  }

  private static XYChart chart(String title, String yAxis, int epochs) {
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(title)
            .xAxisTitle("epoch")
            .yAxisTitle(yAxis)
            .build();
    chart.getStyler().setChartTitleVisible(!title.isEmpty());
    ChartStyle.apply(chart.getStyler());
    chart.getStyler().setLegendPosition(Styler.LegendPosition.OutsideS);
    chart.getStyler().setLegendLayout(Styler.LegendLayout.Horizontal);
    chart.getStyler().setLegendVisible(title.isEmpty()); // one for both panels
    chart.getStyler().setXAxisDecimalPattern("#");
    // from 0 the marks are at round numbers; panels of one width of labels are aligned
    chart.getStyler().setXAxisMin(0.0);
    chart.getStyler().setXAxisMax((double) epochs);
    chart.getStyler().setYAxisLeftWidthHint(LABEL_WIDTH);
    chart.getStyler().setYAxisMin(0.0);
    return chart;
  }

  private static void add(
      XYChart chart,
      List<HistoryRow> rows,
      String name,
      ToDoubleFunction<HistoryRow> training,
      ToDoubleFunction<HistoryRow> validation) {
    double[] epochs = rows.stream().mapToDouble(HistoryRow::epoch).toArray();
    XYSeries series = chart.addSeries(name, epochs, rows.stream().mapToDouble(training).toArray());
    style(series, Color.BLACK, false);
    double[] held = rows.stream().mapToDouble(validation).toArray();
    if (held.length > 0 && !Double.isNaN(held[0])) {
      style(chart.addSeries("validation", epochs, held), new Color(0x1f5fa8), true);
    }
  }

  private static void style(XYSeries series, Color colour, boolean dashed) {
    series.setLineColor(colour);
    series.setLineStyle(dashed ? SeriesLines.DASH_DASH : SeriesLines.SOLID);
    series.setMarker(dashed ? SeriesMarkers.CIRCLE : SeriesMarkers.NONE);
    series.setMarkerColor(colour);
  }
}
