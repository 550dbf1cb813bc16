// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.report;

import java.awt.Color;
import java.nio.file.Path;
import java.util.List;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.style.Styler;

/** Draws two bars a category, one light and one dark, with their values above. */
public final class PairedBars {
  private static final int WIDTH = 860;
  private static final int HEIGHT = 460;
  private static final Color[] LIGHT_AND_DARK = {new Color(0xc8c8c8), new Color(0x4a4a4a)};

  private PairedBars() {}

  /**
   * One kind of bar.
   *
   * @param values one a category
   */
  public record Bars(String name, List<Double> values) {}

  /**
   * Writes the chart as PNG.
   *
   * @param yAxis what the bars measure, in which unit
   * @param caption source and conditions
   */
  public static void write(
      String title,
      String yAxis,
      List<String> categories,
      Bars light,
      Bars dark,
      String caption,
      Path file) {
    ChartSheet.write(file, () -> List.of(chart(title, yAxis, categories, light, dark)), caption);
  }

  private static CategoryChart chart(
      String title, String yAxis, List<String> categories, Bars light, Bars dark) {
    CategoryChart chart =
        new CategoryChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(title)
            .yAxisTitle(yAxis)
            .build();
    ChartStyle.apply(chart.getStyler());
    chart.getStyler().setLegendPosition(Styler.LegendPosition.OutsideS);
    chart.getStyler().setLegendLayout(Styler.LegendLayout.Horizontal);
    chart.getStyler().setSeriesColors(LIGHT_AND_DARK);
    chart.getStyler().setLabelsVisible(true);
    chart.getStyler().setLabelsPosition(1.06);
    chart.getStyler().setLabelsFontColor(Color.BLACK);
    chart.getStyler().setYAxisDecimalPattern("#,###");
    chart.getStyler().setAvailableSpaceFill(0.7);
    chart.addSeries(light.name(), categories, light.values());
    chart.addSeries(dark.name(), categories, dark.values());
    return chart;
  }
}
