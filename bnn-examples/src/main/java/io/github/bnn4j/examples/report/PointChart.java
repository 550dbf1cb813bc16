// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.report;

import java.awt.Color;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.knowm.xchart.AnnotationText;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Draws named points of two kinds over what they cost, in panels below each other. */
public final class PointChart {
  private static final int WIDTH = 860;
  private static final int HEIGHT = 420;
  private static final int LABEL_WIDTH = 70;
  private static final double LABEL_ABOVE = 0.06;
  private static final double ROOM = 0.25;

  private PointChart() {}

  /**
   * A point.
   *
   * @param costs one for each panel
   */
  public record Point(String name, List<Double> costs, double value) {}

  /**
   * Points of one kind.
   *
   * @param name what the legend calls them
   */
  public record Kind(String name, List<Point> points) {}

  /**
   * Writes the chart as PNG.
   *
   * @param costs what the panels have on their x axes, logarithmic, in which unit
   * @param value what all have on their y axis
   * @param caption source, conditions and machine
   */
  public static void write(
      String title,
      List<String> costs,
      String value,
      Kind first,
      Kind second,
      String caption,
      Path file) {
    ChartSheet.write(
        file,
        () ->
            IntStream.range(0, costs.size())
                .mapToObj(
                    panel ->
                        chart(
                            panel == 0 ? title : "", costs.get(panel), value, panel, first, second))
                .toList(),
        caption);
  }

  private static XYChart chart(
      String title, String cost, String value, int panel, Kind first, Kind second) {
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(title)
            .xAxisTitle(cost)
            .yAxisTitle(value)
            .build();
    ChartStyle.apply(chart.getStyler());
    chart.getStyler().setChartTitleVisible(!title.isEmpty());
    chart.getStyler().setDefaultSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Scatter);
    chart.getStyler().setLegendPosition(Styler.LegendPosition.OutsideS);
    chart.getStyler().setLegendLayout(Styler.LegendLayout.Horizontal);
    chart.getStyler().setLegendVisible(title.isEmpty());
    chart.getStyler().setYAxisLeftWidthHint(LABEL_WIDTH);
    chart.getStyler().setXAxisLogarithmic(true);
    chart.getStyler().setXAxisTickLabelsFormattingFunction(PointChart::label);
    chart.getStyler().setMarkerSize(10);
    DoubleSummaryStatistics x = range(first, second, point -> point.costs().get(panel));
    // only powers of ten are named
    chart.getStyler().setXAxisMin(Math.pow(10, Math.floor(Math.log10(x.getMin()))));
    chart.getStyler().setXAxisMax(Math.pow(10, Math.ceil(Math.log10(x.getMax()))));
    DoubleSummaryStatistics y = range(first, second, Point::value);
    double height = y.getMax() - y.getMin();
    chart.getStyler().setYAxisMin(y.getMin() - ROOM * height);
    chart.getStyler().setYAxisMax(y.getMax() + ROOM * height);
    add(chart, first, panel, SeriesMarkers.CIRCLE, Color.BLACK, LABEL_ABOVE * height);
    add(chart, second, panel, SeriesMarkers.DIAMOND, Color.GRAY, LABEL_ABOVE * height);
    return chart;
  }

  private static String label(double number) {
    return String.format(Locale.ROOT, number < 1 ? "%.1g" : "%,.0f", number);
  }

  private static DoubleSummaryStatistics range(
      Kind first, Kind second, ToDoubleFunction<Point> of) {
    return Stream.of(first, second)
        .flatMap(kind -> kind.points().stream())
        .mapToDouble(of)
        .summaryStatistics();
  }

  private static void add(
      XYChart chart, Kind kind, int panel, Marker marker, Color colour, double above) {
    double[] x = kind.points().stream().mapToDouble(point -> point.costs().get(panel)).toArray();
    double[] y = kind.points().stream().mapToDouble(Point::value).toArray();
    XYSeries series = chart.addSeries(kind.name(), x, y);
    series.setMarker(marker);
    series.setMarkerColor(colour);
    double lowest = Arrays.stream(y).min().orElse(0); // its name goes below, where there is room
    for (int i = 0; i < x.length; i++) {
      double at = y[i] + (y[i] > lowest ? above : -above);
      chart.addAnnotation(new AnnotationText(kind.points().get(i).name(), x[i], at, false));
    }
  }
}
