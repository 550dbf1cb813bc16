// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples;

import io.github.bnn4j.examples.speedup.Convolution;
import io.github.bnn4j.examples.speedup.Speedup;
import io.github.bnn4j.examples.speedup.SpeedupReport;
import io.github.bnn4j.examples.speedup.SpeedupReport.Variable;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * Reproduces figure 4 c of XNOR-Net (arXiv 1603.05279): the speed-up of a binary convolution of 256
 * channels over the size of its filters, as the paper derives it and as measured.
 */
public final class SpeedupByFilterSize {
  /** The sides of the filters of the rows. */
  public static final List<Integer> SIDES = List.of(1, 3, 5, 7, 9, 11);

  private static final int CHANNELS = 256;

  private SpeedupByFilterSize() {}

  /** Measures all rows and prints them in Markdown. */
  public static void main(String[] arguments) {
    System.out.print(run(SIDES, 5, turn -> {}).table().markdown());
  }

  /**
   * Measures.
   *
   * @param sides the side of the filters of each row, odd
   * @param turns how often each convolution is timed
   * @param progress hears how many turns of all rows are done
   */
  public static SpeedupReport run(List<Integer> sides, int turns, IntConsumer progress) {
    List<Convolution> rows = sides.stream().map(side -> new Convolution(CHANNELS, side)).toList();
    return new SpeedupReport(
        "figure 4 c", Variable.FILTER_SIZE, Speedup.measure(rows, turns, progress));
  }
}
