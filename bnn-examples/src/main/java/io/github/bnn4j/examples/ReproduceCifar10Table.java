// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples;

import io.github.bnn4j.examples.cifar10.Cifar10Dataset;
import io.github.bnn4j.examples.report.AccuracyReport;
import io.github.bnn4j.examples.report.FloatEvaluation;
import io.github.bnn4j.examples.report.PackedEvaluation;
import io.github.bnn4j.examples.report.TextTable;
import io.github.bnn4j.layers.Network;
import io.github.bnn4j.layers.train.ImageDataset;
import io.github.bnn4j.zoo.Architecture;
import io.github.bnn4j.zoo.Complexity;
import io.github.bnn4j.zoo.ModelCard;
import io.github.bnn4j.zoo.PretrainedWeights;
import io.github.bnn4j.zoo.train.TrainingRun;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntConsumer;

/**
 * Reproduces the four runs of the source, nin, nin-gc, nin-xnor and nin-gc-xnor on CIFAR-10: every
 * published line beside the same network of this library, whose shipped weights are evaluated on
 * the spot.
 */
public final class ReproduceCifar10Table {
  private static final List<String> HEADER =
      List.of(
          "network",
          "run",
          "complexity",
          "parameters",
          "last top-1 %",
          "best top-1 %",
          "trained in",
          "by",
          "bytes");

  private static final int TEST_IMAGES = 10_000;

  private ReproduceCifar10Table() {}

  /** Prints the table in Markdown, for all 10,000 test images. */
  public static void main(String[] arguments) {
    System.out.print(run(Cifar10Dataset.embeddedTest(), done -> {}).table().markdown());
  }

  /**
   * The table and what it was made of.
   *
   * @param rows one for each network
   */
  public record Result(List<Row> rows) {

    /** Copies the list. */
    public Result {
      rows = List.copyOf(rows);
    }

    /** The rows as text, two lines for each network. */
    public TextTable table() {
      return new TextTable(HEADER, rows.stream().flatMap(row -> row.cells().stream()).toList());
    }
  }

  /**
   * One network.
   *
   * @param ours accuracy of our weights on the test images
   * @param packedBytes the size of those weights, packed
   */
  public record Row(PublishedRun published, AccuracyReport ours, int packedBytes) {

    /**
     * How long the training of our weights took; without what came before if they started from
     * others.
     */
    public Duration trainingTime() {
      return card().origin().time().orElseThrow();
    }

    /** What trained our weights, such as {@code this library}. */
    public String trainedBy() {
      return card().origin().trainedBy();
    }

    private ModelCard card() {
      return published.weights().card();
    }

    private String trainedIn() {
      Duration time = trainingTime();
      boolean fromRandom = card().origin().start().equals(TrainingRun.RANDOM_WEIGHTS);
      String more = fromRandom ? "" : " more";
      return text("%dh%02d%s", time.toHours(), time.toMinutesPart(), more);
    }

    private List<List<String>> cells() {
      Complexity complexity = published.weights().architecture().complexity();
      String name = published.weights().architecture().name();
      long floatMacs = complexity.macs() - complexity.binaryMacs();
      return List.of(
          List.of(
              name,
              "published",
              published.complexity(),
              published.parameters(),
              published.lastTop1(),
              published.bestTop1(),
              published.duration(),
              "PyTorch, by the source",
              "-"),
          List.of(
              name,
              ours.images() < TEST_IMAGES ? text("BNN4J, %,d images", ours.images()) : "BNN4J",
              text("%.3f GMac + %.3f G binary", floatMacs / 1e9, complexity.binaryMacs() / 1e9),
              text("%.2f k", complexity.parameters() / 1e3),
              text("%.2f", ours.top1()),
              "-", // no epoch but the last was measured on the test images
              trainedIn(),
              trainedBy(),
              text("%,d", packedBytes)));
    }

    private static String text(String format, Object... arguments) {
      return String.format(Locale.ROOT, format, arguments);
    }
  }

  /**
   * Evaluates the weights of all networks.
   *
   * @param test the images to evaluate on
   * @param progress hears how many evaluations of an image are done, of one for each of {@link
   *     PretrainedWeights}
   */
  public static Result run(ImageDataset test, IntConsumer progress) {
    List<Row> rows = new ArrayList<>();
    for (PublishedRun published : PublishedRun.all()) {
      int before = rows.size() * test.size();
      rows.add(evaluate(published, test, done -> progress.accept(before + done)));
    }
    return new Result(rows);
  }

  private static Row evaluate(PublishedRun published, ImageDataset test, IntConsumer progress) {
    PretrainedWeights weights = published.weights();
    Architecture architecture = weights.architecture();
    if (architecture.binary()) {
      AccuracyReport report = PackedEvaluation.run(weights.load(), test, progress);
      return new Row(published, report, weights.bytes().length);
    }
    try (Network network = weights.network()) {
      AccuracyReport report =
          FloatEvaluation.run(network, architecture.input(), architecture.labels(), test, progress);
      return new Row(published, report, weights.bytes().length);
    }
  }
}
