// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.report;

import java.awt.Color;
import java.awt.Font;
import org.knowm.xchart.style.AxesChartStyler;

/** What all charts look like: white paper, plain labels, numbers written to the right. */
final class ChartStyle {
  private static final int TITLE = 15;
  private static final int TEXT = 12;

  private ChartStyle() {}

  /** Gives a chart this style. */
  static void apply(AxesChartStyler styler) {
    styler.setChartBackgroundColor(Color.WHITE);
    styler.setChartTitleFont(new Font(Font.SANS_SERIF, Font.BOLD, TITLE));
    Font text = new Font(Font.SANS_SERIF, Font.PLAIN, TEXT);
    styler.setAxisTitleFont(text);
    styler.setAxisTickLabelsFont(text);
    styler.setLegendFont(text);
    styler.setAnnotationTextFont(text);
    styler.setYAxisLabelAlignment(AxesChartStyler.TextAlignment.Right);
  }
}
