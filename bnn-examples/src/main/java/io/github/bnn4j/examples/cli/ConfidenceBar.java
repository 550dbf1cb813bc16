// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.cli;

import io.github.bnn4j.core.packed.Prediction;
import java.util.Locale;

/** Draws a prediction as a line of text: class, probability and a bar. */
final class ConfidenceBar {
  private static final int WIDTH = 20;

  private ConfidenceBar() {}

  static String draw(Prediction prediction, Console console) {
    String block = console.terminal() ? "█" : "#";
    int length = Math.round(prediction.probability() * WIDTH);
    return String.format(
        Locale.ROOT,
        "%-11s%6.2f %% %s",
        prediction.label(),
        100 * prediction.probability(),
        block.repeat(length));
  }
}
