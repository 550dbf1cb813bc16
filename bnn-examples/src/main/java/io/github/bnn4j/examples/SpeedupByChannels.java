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
 * Reproduces figure 4 b of XNOR-Net (arXiv 1603.05279): the speed-up of a binary convolution of 3 x
 * 3 filters over the number of input channels, as the paper derives it and as measured.
 */
public final class SpeedupByChannels {
  /** The input channels of the rows. */
  public static final List<Integer> CHANNELS = List.of(3, 16, 32, 64, 128, 256, 512, 1024);

  private static final int KERNEL = 3;

  private SpeedupByChannels() {}

  /** Measures all rows and prints them in Markdown. */
  public static void main(String[] arguments) {
    System.out.print(run(CHANNELS, 5, turn -> {}).table().markdown());
  }

  /**
   * Measures.
   *
   * @param channels the input channels of each row
   * @param turns how often each convolution is timed
   * @param progress hears how many turns of all rows are done
   */
  public static SpeedupReport run(List<Integer> channels, int turns, IntConsumer progress) {
    List<Convolution> rows =
        channels.stream().map(count -> new Convolution(count, KERNEL)).toList();
    return new SpeedupReport(
        "figure 4 b", Variable.CHANNELS, Speedup.measure(rows, turns, progress));
  }
}
