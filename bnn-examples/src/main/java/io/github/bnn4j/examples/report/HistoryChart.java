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

  private HistoryChart() {}

  /**
   * Writes the chart as PNG: loss above, accuracy below.
   *
   * @param caption how and on what the network was trained
   */
  public static void write(List<HistoryRow> rows, String title, String caption, Path file) {
    ChartSheet.write(file, () -> charts(rows, title), caption + ". " + Device.describe() + ".");
  }

  private static List<XYChart> charts(List<HistoryRow> rows, String title) {
    XYChart loss = chart(title, "epoch", "cross-entropy loss (nats)");
    add(loss, rows, "training", HistoryRow::trainLoss, HistoryRow::validationLoss);
    XYChart accuracy = chart("", "epoch", "top-1 accuracy (%)");
    add(accuracy, rows, "training", HistoryRow::trainTop1, HistoryRow::validationTop1);
    return List.of(loss, accuracy);
  }

  private static XYChart chart(String title, String xAxis, String yAxis) {
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(title)
            .xAxisTitle(xAxis)
            .yAxisTitle(yAxis)
            .build();
    chart.getStyler().setChartTitleVisible(!title.isEmpty());
    chart.getStyler().setChartBackgroundColor(Color.WHITE);
    chart.getStyler().setLegendPosition(Styler.LegendPosition.OutsideE);
    chart.getStyler().setXAxisDecimalPattern("#");
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
