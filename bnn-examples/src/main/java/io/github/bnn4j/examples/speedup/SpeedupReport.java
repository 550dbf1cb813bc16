// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.speedup;

import io.github.bnn4j.core.kernel.Kernel;
import io.github.bnn4j.examples.report.LineChart;
import io.github.bnn4j.examples.report.LineChart.Axis;
import io.github.bnn4j.examples.report.LineChart.Line;
import io.github.bnn4j.examples.report.TableFiles;
import io.github.bnn4j.examples.report.TextTable;
import io.github.bnn4j.examples.speedup.Speedup.Timing;
import io.github.bnn4j.zoo.train.Device;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * What one figure of speed-ups holds.
 *
 * @param figure which figure of the paper it follows
 * @param variable what differs from row to row
 * @param timings one for each convolution
 */
public record SpeedupReport(String figure, Variable variable, List<Timing> timings) {

  /** What differs between the convolutions of a figure. */
  public enum Variable {
    /** The input channels. */
    CHANNELS("channels", Convolution::channels),
    /** The side of the filters. */
    FILTER_SIZE("filter", Convolution::kernel);

    private final String header;
    private final ToDoubleFunction<Convolution> value;

    Variable(String header, ToDoubleFunction<Convolution> value) {
      this.header = header;
      this.value = value;
    }
  }

  /** Copies the list. */
  public SpeedupReport {
    timings = List.copyOf(timings);
  }

  /** The rows as text: theory in a column of its own. */
  public TextTable table() {
    return new TextTable(
        List.of(
            variable.header,
            "theory, x",
            "naive floats, ms",
            "oneDNN floats, ms",
            "packed bits, ms",
            "measured over naive, x",
            "measured over oneDNN, x"),
        timings.stream().map(this::cells).toList());
  }

  private List<String> cells(Timing timing) {
    Convolution convolution = timing.convolution();
    String size =
        variable == Variable.CHANNELS
            ? Integer.toString(convolution.channels())
            : convolution.kernel() + "x" + convolution.kernel();
    return List.of(
        size,
        text("%.2f", convolution.theory()),
        text("%.3f", timing.naiveMilliseconds()),
        text("%.4f", timing.oneDnnMilliseconds()),
        text("%.4f", timing.packedMilliseconds()),
        text("%.1f", timing.overNaive()),
        text("%.1f", timing.overOneDnn()));
  }

  /** Writes a table and a chart, name.md, name.csv and name.png. */
  public void write(Path directory, String name) {
    TableFiles.write(directory, name, table());
    double[] x =
        timings.stream()
            .mapToDouble(timing -> variable.value.applyAsDouble(timing.convolution()))
            .toArray();
    boolean channels = variable == Variable.CHANNELS;
    LineChart.write(
        channels ? "Speed-up by channels" : "Speed-up by filter size",
        new Axis(channels ? "input channels" : "side of the filters (taps)", channels),
        new Axis("times faster", true),
        List.of(
            new Line("theory, counting operations", x, values(t -> t.convolution().theory())),
            new Line("measured, over naive float loops", x, values(Timing::overNaive)),
            new Line("measured, over oneDNN floats", x, values(Timing::overOneDnn))),
        caption(),
        directory.resolve(name + ".png"));
  }

  private double[] values(ToDoubleFunction<Timing> value) {
    return timings.stream().mapToDouble(value).toArray();
  }

  private String caption() {
    Convolution first = timings.get(0).convolution();
    return text(
        "After %s of XNOR-Net (arXiv 1603.05279): %d x %d positions, %d filters%s. Theory:"
            + " S = 64 c N_W / (c N_W + 64). Measured: one packed convolution, from bits to bits"
            + " (%s kernel), against the same convolution in float; ours on one thread; threads of"
            + " oneDNN: %s. %s.",
        figure,
        Convolution.SIDE,
        Convolution.SIDE,
        first.filters(),
        variable == Variable.CHANNELS
            ? text(" of %d x %d", first.kernel(), first.kernel())
            : text(", %d channels", first.channels()),
        Kernel.create().provider(),
        Speedup.oneDnnThreads(),
        Device.describe());
  }

  private static String text(String format, Object... arguments) {
    return String.format(Locale.ROOT, format, arguments);
  }
}
