// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.report;

import io.github.bnn4j.zoo.train.Device;
import io.github.bnn4j.zoo.train.HistoryRow;
import io.github.bnn4j.zoo.train.LayerRow;
import java.awt.Color;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.lines.SeriesLines;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Draws what the epochs of a training brought, one panel below the other. */
public final class HistoryChart {
  private static final int WIDTH = 800;
  private static final int HEIGHT = 380;
  private static final int LOWER_HEIGHT = 240;
  private static final Color BLUE = new Color(0x1f5fa8);
  private static final Color PALE = new Color(0xb9c8da);
  private static final int LABEL_WIDTH = 86;

  private HistoryChart() {}

  /**
   * Writes the chart as PNG: loss and accuracy, then learning rate and norm of the gradients, then,
   * if there are binary weights, how they move. What older histories do not have is left out.
   *
   * @param layers the same epochs layer by layer, of which signs are drawn
   * @param caption how and on what the network was trained
   */
  public static void write(
      List<HistoryRow> rows, List<LayerRow> layers, String title, String caption, Path file) {
    ChartSheet.write(
        file,
        () -> charts(rows, layers, title),
        caption
            + ". The training loss is what is minimised, that of validation cross-entropy alone. "
            + Device.describe()
            + ".");
  }

  private static List<XYChart> charts(List<HistoryRow> rows, List<LayerRow> layers, String title) {
    int epochs = rows.stream().mapToInt(HistoryRow::epoch).max().orElse(1);
    List<XYChart> charts = new ArrayList<>();
    XYChart loss = chart(title, "loss (nats)", epochs, HEIGHT);
    loss.getStyler().setLegendVisible(false); // that of the accuracy is for both
    add(loss, rows, "training", HistoryRow::trainLoss, Color.BLACK);
    add(loss, rows, "validation", HistoryRow::validationLoss, BLUE);
    charts.add(loss);
    XYChart accuracy = chart("", "top-1 accuracy (%)", epochs, HEIGHT);
    accuracy.getStyler().setYAxisMax(100.0);
    add(accuracy, rows, "training", HistoryRow::trainTop1, Color.BLACK);
    add(accuracy, rows, "validation", HistoryRow::validationTop1, BLUE);
    charts.add(accuracy);
    XYChart rate = chart("", "learning rate", epochs, LOWER_HEIGHT);
    rate.getStyler().setLegendVisible(false);
    add(rate, rows, "learning rate", HistoryRow::learningRate, Color.BLACK);
    charts.add(rate);
    XYChart gradients = chart("", "norm of gradients", epochs, LOWER_HEIGHT);
    gradients.getStyler().setLegendVisible(false);
    add(gradients, rows, "norm of gradients", HistoryRow::gradientNorm, Color.BLACK);
    charts.add(gradients);
    XYChart signs = chart("", "binary weights (%)", epochs, HEIGHT);
    addLayers(signs, layers);
    add(signs, rows, "of all layers", HistoryRow::flips, Color.BLACK);
    add(signs, rows, "latent weights, |W| of at least 1", HistoryRow::saturated, BLUE);
    charts.add(signs);
    charts.removeIf(chart -> chart.getSeriesCollection().isEmpty() && chart != loss);
    charts.forEach(HistoryChart::roundTop);
    return charts;
  }

  /**
   * Ends the y axis at a round number where there is but one value, which would be its only mark.
   */
  private static void roundTop(XYChart chart) {
    double[] values =
        chart.getSeriesCollection().stream()
            .flatMapToDouble(series -> Arrays.stream(series.getYData()))
            .distinct()
            .toArray();
    if (values.length == 1 && values[0] > 0 && chart.getStyler().getYAxisMax() == null) {
      double unit = Math.pow(10, Math.floor(Math.log10(values[0])));
      chart.getStyler().setYAxisMax(unit * Math.ceil(values[0] / unit));
    }
  }

  /** The signs of each layer, of which the legend names one for all. */
  private static void addLayers(XYChart chart, List<LayerRow> layers) {
    boolean named = false;
    for (String layer : layers.stream().map(LayerRow::layer).distinct().toList()) {
      List<LayerRow> known =
          layers.stream()
              .filter(row -> row.layer().equals(layer) && !Double.isNaN(row.flips()))
              .toList();
      if (!known.isEmpty()) {
        XYSeries series =
            chart.addSeries(
                named ? layer : "signs that turn in a step, of each layer",
                known.stream().mapToDouble(LayerRow::epoch).toArray(),
                known.stream().mapToDouble(LayerRow::flips).toArray());
        style(series, PALE, false);
        series.setShowInLegend(!named);
        named = true;
      }
    }
  }

  private static XYChart chart(String title, String yAxis, int epochs, int height) {
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(height)
            .title(title)
            .xAxisTitle("epoch")
            .yAxisTitle(yAxis)
            .build();
    chart.getStyler().setChartTitleVisible(!title.isEmpty());
    ChartStyle.apply(chart.getStyler());
    chart.getStyler().setLegendPosition(Styler.LegendPosition.OutsideS);
    chart.getStyler().setLegendLayout(Styler.LegendLayout.Horizontal);
    chart.getStyler().setXAxisDecimalPattern("#");
    chart.getStyler().setYAxisDecimalPattern("0.######");
    // from 0 the marks are at round numbers; panels of one width of labels are aligned
    chart.getStyler().setXAxisMin(0.0);
    chart.getStyler().setXAxisMax((double) epochs);
    chart.getStyler().setYAxisLeftWidthHint(LABEL_WIDTH);
    chart.getStyler().setYAxisMin(0.0);
    return chart;
  }

  /** Adds the epochs that have a value, if any. */
  private static void add(
      XYChart chart,
      List<HistoryRow> rows,
      String name,
      ToDoubleFunction<HistoryRow> value,
      Color colour) {
    List<HistoryRow> known =
        rows.stream().filter(row -> !Double.isNaN(value.applyAsDouble(row))).toList();
    if (!known.isEmpty()) {
      XYSeries series =
          chart.addSeries(
              name,
              known.stream().mapToDouble(HistoryRow::epoch).toArray(),
              known.stream().mapToDouble(value).toArray());
      style(series, colour, !colour.equals(Color.BLACK));
    }
  }

  private static void style(XYSeries series, Color colour, boolean dashed) {
    series.setLineColor(colour);
    series.setLineStyle(dashed ? SeriesLines.DASH_DASH : SeriesLines.SOLID);
    boolean points = dashed || series.getXData().length == 1; // one epoch makes no line
    series.setMarker(points ? SeriesMarkers.CIRCLE : SeriesMarkers.NONE);
    series.setMarkerColor(colour);
  }
}
