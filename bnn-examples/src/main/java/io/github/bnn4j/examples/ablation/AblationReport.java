// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.ablation;

import io.github.bnn4j.examples.ablation.Ablation.Trial;
import io.github.bnn4j.examples.report.LineChart;
import io.github.bnn4j.examples.report.LineChart.Axis;
import io.github.bnn4j.examples.report.LineChart.Line;
import io.github.bnn4j.examples.report.TableFiles;
import io.github.bnn4j.examples.report.TextTable;
import io.github.bnn4j.zoo.train.Device;
import io.github.bnn4j.zoo.train.HistoryRow;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * What a study found.
 *
 * @param study its name, for titles
 * @param trials one for each variant
 * @param recipe how all of them were trained
 */
public record AblationReport(String study, List<Trial> trials, String recipe) {

  /** Copies the list. */
  public AblationReport {
    trials = List.copyOf(trials);
  }

  /** The last epochs as text, beside what the paper has for another network. */
  public TextTable table() {
    return new TextTable(
        List.of(
            "variant",
            "block order",
            "training top-1 %",
            "validation top-1 %",
            "validation loss",
            "seconds",
            "paper, AlexNet on ImageNet, top-1 %"),
        trials.stream().map(AblationReport::cells).toList());
  }

  private static List<String> cells(Trial trial) {
    HistoryRow last = trial.last();
    return List.of(
        trial.variant().name(),
        trial.variant().order().label(),
        text("%.2f", last.trainTop1()),
        text("%.2f", last.validationTop1()),
        text("%.3f", last.validationLoss()),
        text("%.0f", trial.seconds()),
        trial.variant().published());
  }

  /** All epochs of all variants. */
  public TextTable history() {
    return new TextTable(
        List.of("variant", "epoch", "trainLoss", "trainTop1", "validationLoss", "validationTop1"),
        trials.stream()
            .flatMap(
                trial -> trial.history().stream().map(row -> historyCells(trial.variant(), row)))
            .toList());
  }

  private static List<String> historyCells(Variant variant, HistoryRow row) {
    return List.of(
        variant.name(),
        Integer.toString(row.epoch()),
        text("%.4f", row.trainLoss()),
        text("%.2f", row.trainTop1()),
        text("%.4f", row.validationLoss()),
        text("%.2f", row.validationTop1()));
  }

  /** Writes the table, the history and its chart: name.md, .csv, .png and name-history.csv. */
  public void write(Path directory, String name) {
    TableFiles.write(directory, name, table());
    TableFiles.write(directory, name + "-history", history());
    LineChart.write(
        study,
        new Axis("epoch", false),
        new Axis("validation top-1 accuracy (%)", false),
        trials.stream().map(AblationReport::line).toList(),
        "After table 3 of XNOR-Net (arXiv 1603.05279). "
            + recipe
            + ". One training each: differences of a point or two mean nothing. "
            + Device.describe()
            + ".",
        directory.resolve(name + ".png"));
  }

  private static Line line(Trial trial) {
    return new Line(
        trial.variant().name(),
        trial.history().stream().mapToDouble(HistoryRow::epoch).toArray(),
        trial.history().stream().mapToDouble(HistoryRow::validationTop1).toArray());
  }

  private static String text(String format, Object... arguments) {
    return String.format(Locale.ROOT, format, arguments);
  }
}
