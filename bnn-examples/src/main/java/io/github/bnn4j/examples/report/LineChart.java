// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.lines.SeriesLines;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Draws lines that differ by marker, dashes and lightness, not by hue. */
public final class LineChart {
  private static final int WIDTH = 860;
  private static final int HEIGHT = 480;
  private static final int ONE_ROW = 3;
  private static final Marker[] MARKERS = {
    SeriesMarkers.CIRCLE,
    SeriesMarkers.SQUARE,
    SeriesMarkers.DIAMOND,
    SeriesMarkers.TRIANGLE_UP,
    SeriesMarkers.TRIANGLE_DOWN,
    SeriesMarkers.CROSS,
    SeriesMarkers.PLUS
  };
  private static final BasicStroke[] STROKES = {
    SeriesLines.SOLID, SeriesLines.DASH_DASH, SeriesLines.DOT_DOT
  };
  private static final Color[] COLOURS = {Color.BLACK, new Color(0x30, 0x60, 0xa0), Color.GRAY};

  private LineChart() {}

  /**
   * A line through points.
   *
   * @param y as many values as x
   */
  public record Line(String name, double[] x, double[] y) {}

  /**
   * An axis.
   *
   * @param title what it measures, in which unit
   */
  public record Axis(String title, boolean logarithmic) {}

  /**
   * Writes the chart as PNG.
   *
   * @param lines at most seven, so that no two look alike
   * @param caption source, conditions and machine
   */
  public static void write(
      String title, Axis xAxis, Axis yAxis, List<Line> lines, String caption, Path file) {
    ChartSheet.write(file, () -> List.of(chart(title, xAxis, yAxis, lines)), caption);
  }

  private static XYChart chart(String title, Axis xAxis, Axis yAxis, List<Line> lines) {
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(title)
            .xAxisTitle(xAxis.title())
            .yAxisTitle(yAxis.title())
            .build();
    ChartStyle.apply(chart.getStyler());
    if (lines.size() > ONE_ROW) {
      chart.getStyler().setLegendPosition(Styler.LegendPosition.OutsideE);
    } else {
      chart.getStyler().setLegendPosition(Styler.LegendPosition.OutsideS);
      chart.getStyler().setLegendLayout(Styler.LegendLayout.Horizontal);
    }
    chart.getStyler().setXAxisLogarithmic(xAxis.logarithmic());
    if (yAxis.logarithmic()) {
      showPowersOfTen(chart, lines);
    }
    chart.getStyler().setXAxisDecimalPattern("#,###");
    chart.getStyler().setMarkerSize(8);
    for (int i = 0; i < lines.size(); i++) {
      Line line = lines.get(i);
      XYSeries series = chart.addSeries(line.name(), line.x(), line.y());
      series.setMarker(MARKERS[i % MARKERS.length]);
      series.setLineStyle(STROKES[i % STROKES.length]);
      series.setLineColor(COLOURS[i % COLOURS.length]);
      series.setMarkerColor(COLOURS[i % COLOURS.length]);
    }
    return chart;
  }

  /**
   * Makes the y axis logarithmic, from a power of ten to a round number, as only such are named.
   */
  private static void showPowersOfTen(XYChart chart, List<Line> lines) {
    DoubleSummaryStatistics range =
        lines.stream().flatMapToDouble(line -> Arrays.stream(line.y())).summaryStatistics();
    double top = Math.pow(10, Math.floor(Math.log10(range.getMax())));
    chart.getStyler().setYAxisLogarithmic(true);
    chart.getStyler().setYAxisMin(Math.pow(10, Math.floor(Math.log10(range.getMin()))));
    chart.getStyler().setYAxisMax(top * Math.ceil(range.getMax() / top));
    chart.getStyler().setYAxisDecimalPattern("#,###");
  }
}
