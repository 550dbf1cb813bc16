// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples;

import io.github.bnn4j.core.file.AtomicFile;
import io.github.bnn4j.core.file.IoProblem;
import io.github.bnn4j.core.packed.PackedNetwork;
import io.github.bnn4j.examples.report.AccuracyReport;
import io.github.bnn4j.examples.report.FloatEvaluation;
import io.github.bnn4j.examples.report.PackedEvaluation;
import io.github.bnn4j.layers.Network;
import io.github.bnn4j.layers.io.Provenance;
import io.github.bnn4j.layers.io.SafeTensors;
import io.github.bnn4j.layers.train.ImageDataset;
import io.github.bnn4j.zoo.Architecture;
import io.github.bnn4j.zoo.ModelCard;
import io.github.bnn4j.zoo.Origin;
import io.github.bnn4j.zoo.TrainedNetwork;
import io.github.bnn4j.zoo.Zoo;
import io.github.bnn4j.zoo.train.HistoryFile;
import io.github.bnn4j.zoo.train.HistoryRow;
import io.github.bnn4j.zoo.train.TrainingRun;
import java.io.IOException;
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

/** Turns the directory of a training into files of the zoo, or of a collection of one's own. */
public final class Shipping {

  private final Path run;
  private final ImageDataset test;
  private final Shelf shelf;

  private Shipping(Path run, Shelf shelf, ImageDataset test) {
    this.run = run;
    this.test = test;
    this.shelf = shelf;
  }

  /**
   * Where what is shipped goes.
   *
   * @param weights the folder of checkpoints, packed files and model cards
   * @param histories the folder that gets a folder for each training
   */
  public record Shelf(Path weights, Path histories) {

    /**
     * The shelf of this project.
     *
     * @param repository the top directory of a checkout
     */
    public static Shelf ofZoo(Path repository) {
      return new Shelf(
          repository.resolve(
              Path.of("bnn-zoo", "src", "main", "resources", "io", "github", "bnn4j", "zoo")),
          repository.resolve(Path.of("docs", "experiments")));
    }
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
   * Ships a network of the zoo.
   *
   * @param run as {@link #ship(Path, Architecture, Shelf, ImageDataset, IntConsumer)} takes it
   * @param repository the top directory of a checkout of this project
   * @param test images for the accuracy on the card
   * @throws IllegalArgumentException if the repository is none, or the weights are of another
   *     network or cannot be shipped
   */
  public static Result ship(Path run, Path repository, ImageDataset test, IntConsumer progress) {
    Shelf shelf = Shelf.ofZoo(repository);
    if (!Files.isDirectory(shelf.weights())) {
      throw new IllegalArgumentException(
          "There is no directory " + shelf.weights() + "; run this at the top of the repository.");
    }
    String name = TrainedNetwork.nameIn(run.resolve(TrainingRun.WEIGHTS)).orElse("unknown");
    Architecture architecture =
        Zoo.named(name)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "The weights in "
                            + run
                            + " are of the network "
                            + name
                            + ", not of the zoo."));
    return ship(run, architecture, shelf, test, progress);
  }

  /**
   * Measures the weights of the last whole cycle and, if they are better than those that are
   * shipped, puts them in their place, with model card and history.
   *
   * <p>Which is better is decided on held-out training images, where both trainings held out the
   * same; otherwise on the test images, which the card then says.
   *
   * @param run the directory of a training, or one with the {@code weights.safetensors} that an
   *     import wrote and maybe the {@code history.csv} of their training
   * @param architecture the network
   * @param shelf where the files go
   * @param test images for the accuracy on the card
   * @throws IllegalArgumentException if the training has no weights yet, or those of another
   *     network, they do not say where they come from, or they are no better than those shipped
   */
  public static Result ship(
      Path run, Architecture architecture, Shelf shelf, ImageDataset test, IntConsumer progress) {
    return new Shipping(run, shelf, test).ship(architecture, progress);
  }

  private Result ship(Architecture architecture, IntConsumer progress) {
    String weights = run.resolve(TrainingRun.WEIGHTS).toString();
    // read once: a training that goes on may write the file anew while the weights are measured
    byte[] checkpoint = read(Path.of(weights));
    SafeTensors content = SafeTensors.parse(weights, checkpoint);
    Origin origin = Origin.of(content.metadata());
    List<HistoryRow> rows = rows(origin.epochs());
    Optional<ModelCard.Validation> validation = validation(content.metadata(), rows);
    TrainedNetwork trained = TrainedNetwork.of(weights, content, architecture);
    requireClassesOf(architecture, trained);
    PackedNetwork packed = trained.packed();
    AccuracyReport report = measure(trained, packed, progress);
    Optional<byte[]> bits =
        architecture.binary() ? Optional.of(packed.toBytes()) : Optional.empty();
    try {
      ModelCard card =
          new ModelCard(
              DigestUtils.sha256Hex(checkpoint),
              bits.map(DigestUtils::sha256Hex),
              report.top1(),
              validation,
              requireBetter(architecture, validation, report.top1()),
              origin.orTime(time(rows)));
      write(architecture, card, checkpoint, bits);
      Path history = shelf.histories().resolve(architecture.name() + "-" + origin.epochs());
      Files.createDirectories(history);
      HistoryFile.write(history.resolve(TrainingRun.HISTORY), rows);
      return new Result(architecture, card, report, history);
    } catch (IOException e) {
      throw IoProblem.unchecked("The weights in " + run + " cannot be shipped", e);
    }
  }

  private void requireClassesOf(Architecture architecture, TrainedNetwork trained) {
    if (!trained.labels().equals(architecture.labels())) {
      throw new IllegalArgumentException(
          "The weights in "
              + run
              + " are for other classes than those of "
              + architecture.name()
              + ".");
    }
  }

  private AccuracyReport measure(
      TrainedNetwork trained, PackedNetwork packed, IntConsumer progress) {
    try (Network network = trained.network()) {
      Architecture architecture = trained.architecture();
      return architecture.binary()
          ? PackedEvaluation.run(packed, test, progress)
          : FloatEvaluation.run(network, architecture.input(), trained.labels(), test, progress);
    }
  }

  private static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw IoProblem.unchecked("The weights " + file + " cannot be read", e);
    }
  }

  /** The epochs that the weights have seen. */
  private List<HistoryRow> rows(int epochs) {
    try {
      return HistoryFile.read(run.resolve(TrainingRun.HISTORY)).stream()
          .filter(row -> row.epoch() <= epochs)
          .toList();
    } catch (IOException e) {
      throw IoProblem.unchecked("The history in " + run + " cannot be read", e);
    }
  }

  private static Duration time(List<HistoryRow> rows) {
    return Duration.ofSeconds(Math.round(rows.stream().mapToDouble(HistoryRow::seconds).sum()));
  }

  /** How the last epoch did on images that were held out, if there were any. */
  private static Optional<ModelCard.Validation> validation(
      Map<String, String> metadata, List<HistoryRow> rows) {
    return rows.stream()
        .reduce((before, last) -> last)
        .filter(last -> Double.isFinite(last.validationTop1()))
        .map(
            last ->
                new ModelCard.Validation(
                    metadata.getOrDefault(Provenance.VALIDATION_IMAGES, "unknown"),
                    last.validationTop1()));
  }

  /** Compares with what is shipped, and says what decided. */
  private String requireBetter(
      Architecture architecture, Optional<ModelCard.Validation> validation, double top1)
      throws IOException {
    Path file = shelf.weights().resolve(architecture.name() + ".properties");
    if (!Files.exists(file)) {
      return "the first weights of this network";
    }
    ModelCard shipped = ModelCard.read(file);
    Optional<ModelCard.Validation> before =
        shipped
            .validation()
            .filter(it -> validation.filter(now -> now.images().equals(it.images())).isPresent());
    if (before.isPresent()) {
      String images = "held-out training images, " + before.get().images();
      double now = validation.orElseThrow().top1();
      return requireBetter(architecture, now, before.get().top1(), images);
    }
    return requireBetter(architecture, top1, shipped.top1(), test.size() + " test images");
  }

  private static String requireBetter(
      Architecture architecture, double now, double before, String images) {
    if (now <= before) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%.2f %% of %s is no better than the %.2f %% that %s is shipped with; nothing was"
                  + " written.",
              now,
              images,
              before,
              architecture.name()));
    }
    return String.format(Locale.ROOT, "better than those before (%.2f %%) on %s", before, images);
  }

  private void write(
      Architecture architecture, ModelCard card, byte[] checkpoint, Optional<byte[]> bits)
      throws IOException {
    Files.createDirectories(shelf.weights());
    write(architecture, ".safetensors", checkpoint);
    if (bits.isPresent()) {
      write(architecture, ".bnn", bits.get());
    }
    write(architecture, ".properties", card.text().getBytes(StandardCharsets.UTF_8));
  }

  private void write(Architecture architecture, String ending, byte[] content) throws IOException {
    AtomicFile.write(shelf.weights().resolve(architecture.name() + ending), content);
  }
}
