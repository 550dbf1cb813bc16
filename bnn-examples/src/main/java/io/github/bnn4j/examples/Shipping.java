// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples;

import io.github.bnn4j.core.file.AtomicFile;
import io.github.bnn4j.core.packed.PackedNetwork;
import io.github.bnn4j.examples.report.AccuracyReport;
import io.github.bnn4j.examples.report.FloatEvaluation;
import io.github.bnn4j.examples.report.HistoryFile;
import io.github.bnn4j.examples.report.HistoryRow;
import io.github.bnn4j.examples.report.PackedEvaluation;
import io.github.bnn4j.layers.io.SafeTensors;
import io.github.bnn4j.layers.train.ImageDataset;
import io.github.bnn4j.zoo.Architecture;
import io.github.bnn4j.zoo.ModelCard;
import io.github.bnn4j.zoo.Zoo;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntConsumer;
import org.apache.commons.codec.digest.DigestUtils;

/** Turns the directory of a training into files of the zoo. */
public final class Shipping {
  private static final Path RESOURCES =
      Path.of("bnn-zoo", "src", "main", "resources", "io", "github", "bnn4j", "zoo");
  private static final Path EXPERIMENTS = Path.of("docs", "experiments");

  private final Path run;
  private final Path resources;
  private final Path experiments;

  private Shipping(Path run, Path repository) {
    this.run = run;
    this.resources = repository.resolve(RESOURCES);
    this.experiments = repository.resolve(EXPERIMENTS);
  }

  /**
   * What was shipped.
   *
   * @param test accuracy, of a binary network on the packed path
   * @param history the directory with the history of the training
   */
  public record Result(
      Architecture architecture, ModelCard card, AccuracyReport test, Path history) {}

  /**
   * Measures the weights of the last whole cycle and, if they are better than those that are
   * shipped, puts them in their place, with model card and history.
   *
   * @param run the directory of a training
   * @param repository the top directory of a checkout of this project
   * @param test images for the accuracy on the card
   * @throws IllegalArgumentException if the repository is none, the training has no weights yet, or
   *     they are no better than those shipped
   */
  public static Result ship(Path run, Path repository, ImageDataset test, IntConsumer progress) {
    return new Shipping(run, repository).ship(test, progress);
  }

  private Result ship(ImageDataset test, IntConsumer progress) {
    if (!Files.isDirectory(resources)) {
      throw new IllegalArgumentException(
          "There is no directory " + resources + "; run this at the top of the repository.");
    }
    Path weights = run.resolve(TrainNin.WEIGHTS);
    Map<String, String> metadata = SafeTensors.read(weights).metadata();
    Architecture architecture = architecture(metadata);
    TrainedNetwork trained = TrainedNetwork.read(weights, architecture);
    if (!trained.labels().equals(architecture.labels())) {
      throw new IllegalArgumentException(
          "The weights in "
              + run
              + " are for other classes than those of "
              + architecture.name()
              + " in the zoo.");
    }
    PackedNetwork packed = trained.packed();
    AccuracyReport report =
        architecture.binary()
            ? PackedEvaluation.run(packed, test, progress)
            : FloatEvaluation.run(
                trained.network(), architecture.input(), trained.labels(), test, progress);
    try {
      requireBetter(architecture, report.top1());
      return write(architecture, metadata, packed, report);
    } catch (IOException e) {
      throw new UncheckedIOException("The weights in " + run + " cannot be shipped.", e);
    }
  }

  private Architecture architecture(Map<String, String> metadata) {
    String name = metadata.getOrDefault("network", "unknown");
    return Zoo.named(name)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "The weights in " + run + " are of the network " + name + ", not of the zoo."));
  }

  private void requireBetter(Architecture architecture, double top1) throws IOException {
    Path card = resources.resolve(architecture.name() + ".properties");
    if (Files.exists(card)) {
      double shipped = ModelCard.read(card).top1();
      if (top1 <= shipped) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "%.2f %% is no better than the %.2f %% that %s is shipped with; nothing was"
                    + " written.",
                top1,
                shipped,
                architecture.name()));
      }
    }
  }

  private Result write(
      Architecture architecture,
      Map<String, String> metadata,
      PackedNetwork packed,
      AccuracyReport report)
      throws IOException {
    int epochs = Integer.parseInt(metadata.getOrDefault(TrainNin.EPOCHS, "0"));
    List<HistoryRow> rows =
        HistoryFile.read(run.resolve("history.csv")).stream()
            .filter(row -> row.epoch() <= epochs)
            .toList();
    byte[] checkpoint = Files.readAllBytes(run.resolve(TrainNin.WEIGHTS));
    byte[] bits = packed.toBytes();
    ModelCard card =
        new ModelCard(
            DigestUtils.sha256Hex(checkpoint),
            architecture.binary() ? Optional.of(DigestUtils.sha256Hex(bits)) : Optional.empty(),
            report.top1(),
            epochs,
            Duration.ofSeconds(Math.round(rows.stream().mapToDouble(HistoryRow::seconds).sum())),
            metadata.get(TrainNin.RECIPE_NAME) + ": " + metadata.get(TrainNin.RECIPE),
            metadata.getOrDefault(TrainNin.START, "unknown"),
            metadata.getOrDefault(TrainNin.COMMIT, "unknown"));
    Path history = experiments.resolve(architecture.name() + "-" + epochs);
    Files.createDirectories(history);
    HistoryFile.write(history.resolve("history.csv"), rows);
    write(architecture, ".safetensors", checkpoint);
    if (architecture.binary()) {
      write(architecture, ".bnn", bits);
    }
    write(architecture, ".properties", card.text().getBytes(StandardCharsets.UTF_8));
    return new Result(architecture, card, report, history);
  }

  private void write(Architecture architecture, String ending, byte[] content) throws IOException {
    AtomicFile.write(resources.resolve(architecture.name() + ending), content);
  }
}
