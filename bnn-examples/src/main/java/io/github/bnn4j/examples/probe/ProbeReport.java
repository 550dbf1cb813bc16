// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.probe;

import io.github.bnn4j.examples.probe.RecipeProbe.Trial;
import io.github.bnn4j.examples.report.TableFiles;
import io.github.bnn4j.examples.report.TextTable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;

/**
 * What a probe found.
 *
 * @param trials one for each choice and seed; the first choice is what the others are compared with
 * @param settings how the first choice was trained, with the first seed
 */
public record ProbeReport(List<Trial> trials, String settings) {

  /** Copies the list. */
  public ProbeReport {
    trials = List.copyOf(trials);
  }

  /**
   * A mean and what it is worth.
   *
   * @param mean the mean
   * @param deviation the standard deviation of one value, NaN of a single one
   */
  public record Summary(double mean, double deviation) {

    /** Of the values that are numbers. */
    static Summary of(double... all) {
      double[] values = DoubleStream.of(all).filter(value -> !Double.isNaN(value)).toArray();
      double mean = DoubleStream.of(values).average().orElse(Double.NaN);
      double squares = DoubleStream.of(values).map(v -> (v - mean) * (v - mean)).sum();
      return new Summary(mean, Math.sqrt(squares / (values.length - 1)));
    }
  }

  /** The choices in the order they were trained. */
  public List<Choice> choices() {
    return trials.stream().map(Trial::choice).distinct().toList();
  }

  /**
   * Validation accuracies of a choice in per cent, by seed; NaN where its training diverged or has
   * not been yet.
   */
  public double[] top1(Choice choice) {
    return seeds().stream().mapToDouble(seed -> top1(choice, seed)).toArray();
  }

  private double top1(Choice choice, long seed) {
    return trials.stream()
        .filter(trial -> trial.choice().equals(choice) && trial.seed() == seed)
        .mapToDouble(Trial::top1)
        .findFirst()
        .orElse(Double.NaN);
  }

  private List<Long> seeds() {
    return trials.stream().map(Trial::seed).distinct().toList();
  }

  /** What a choice adds to the validation accuracy of the first one, seed by seed, in points. */
  public Summary gain(Choice choice) {
    double[] first = top1(choices().get(0));
    double[] other = top1(choice);
    double[] gains = new double[other.length];
    for (int i = 0; i < gains.length; i++) {
      gains[i] = other[i] - first[i];
    }
    return Summary.of(gains);
  }

  /** The choices with the accuracy of every seed, their mean, and the gain over the first one. */
  public TextTable table() {
    List<String> columns = new ArrayList<>(List.of("choice"));
    seeds().forEach(seed -> columns.add("seed " + seed));
    columns.addAll(List.of("mean", "deviation", "gain", "its deviation", "seconds each"));
    return new TextTable(columns, choices().stream().map(this::cells).toList());
  }

  private List<String> cells(Choice choice) {
    List<String> cells = new ArrayList<>(List.of(choice.name()));
    double[] top1 = top1(choice);
    DoubleStream.of(top1).forEach(value -> cells.add(text("%.2f", value)));
    Summary all = Summary.of(top1);
    Summary gain = gain(choice);
    cells.add(text("%.2f", all.mean()));
    cells.add(text("%.2f", all.deviation()));
    cells.add(text("%+.2f", gain.mean()));
    cells.add(text("%.2f", gain.deviation()));
    cells.add(text("%.0f", seconds(choice)));
    return cells;
  }

  private double seconds(Choice choice) {
    return trials.stream()
        .filter(trial -> trial.choice().equals(choice))
        .mapToDouble(Trial::seconds)
        .average()
        .orElseThrow();
  }

  private static String text(String format, double value) {
    return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, format, value);
  }

  /** Writes the table: probe.md and probe.csv. */
  public void write(Path directory) {
    TableFiles.write(directory, "probe", table());
  }
}
