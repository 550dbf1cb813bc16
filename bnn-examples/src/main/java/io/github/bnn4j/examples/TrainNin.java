// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples;

import io.github.bnn4j.core.packed.BnnFormatException;
import io.github.bnn4j.examples.cifar10.Cifar10Cache;
import io.github.bnn4j.examples.cifar10.Cifar10Dataset;
import io.github.bnn4j.examples.io.IoProblem;
import io.github.bnn4j.examples.report.AccuracyReport;
import io.github.bnn4j.examples.report.ConfusionChart;
import io.github.bnn4j.examples.report.FloatEvaluation;
import io.github.bnn4j.examples.report.HistoryChart;
import io.github.bnn4j.examples.report.HistoryFile;
import io.github.bnn4j.examples.report.HistoryRow;
import io.github.bnn4j.layers.Sequential;
import io.github.bnn4j.layers.engine.Engine;
import io.github.bnn4j.layers.io.Checkpoint;
import io.github.bnn4j.layers.train.EpochResult;
import io.github.bnn4j.layers.train.ImageDataset;
import io.github.bnn4j.layers.train.Trainer;
import io.github.bnn4j.layers.train.TrainingListener;
import io.github.bnn4j.zoo.Cifar10;
import io.github.bnn4j.zoo.NinArchitecture;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Trains a network in network on CIFAR-10.
 *
 * <p>Writes into one directory: {@code checkpoint.safetensors} after every epoch, whole or not at
 * all; {@code history.csv} and {@code history.png}; and at the end {@code confusion.png}.
 */
public final class TrainNin {
  private static final String CHECKPOINT = "checkpoint.safetensors";
  private static final String RECIPE = "recipe";

  private TrainNin() {}

  /**
   * Trains nin-xnor with the usual settings.
   *
   * @param arguments the directory with the CIFAR-10 batches; without it they are downloaded
   */
  public static void main(String[] arguments) {
    Path data =
        arguments.length > 0
            ? Path.of(arguments[0])
            : Cifar10Cache.ofUser().directory((bytes, total) -> {});
    TrainingSettings settings = TrainingSettings.of(NinArchitecture.NIN_XNOR);
    TrainingListener printer =
        new TrainingListener() {
          @Override
          public void onEpoch(EpochResult result) {
            System.out.println(HistoryRow.of(result));
          }
        };
    Result result =
        run(
            settings,
            Path.of("runs", settings.architecture().name()),
            false,
            Cifar10Dataset.train(data),
            Cifar10Dataset.test(data),
            printer);
    System.out.printf(
        "%.2f %% of the test images, see %s%n", result.test().top1(), result.checkpoint());
  }

  /**
   * What a training came to.
   *
   * @param history its epochs
   * @param test the trained network on the test images
   * @param checkpoint the file with the weights
   */
  public record Result(List<HistoryRow> history, AccuracyReport test, Path checkpoint) {

    /** The last epoch. */
    public HistoryRow last() {
      return history.get(history.size() - 1);
    }
  }

  /**
   * Trains, or goes on with a training.
   *
   * @param out the directory to write to
   * @param resume whether to go on with the training in that directory
   * @param images training images, the last of which are held out for validation
   * @param test images for the report at the end; no decision depends on them
   * @throws IllegalArgumentException if {@code out} holds a training but {@code resume} is false,
   *     or there is nothing to resume, or it was a training with other settings
   * @throws BnnFormatException if the checkpoint to resume is damaged
   * @throws UncheckedIOException if a file cannot be written
   */
  public static Result run(
      TrainingSettings settings,
      Path out,
      boolean resume,
      ImageDataset images,
      ImageDataset test,
      TrainingListener listener) {
    Path checkpoint = out.resolve(CHECKPOINT);
    prepare(out, checkpoint, resume);
    int split = images.size() - settings.validation();
    ImageDataset training = images.subset(0, split);
    Optional<ImageDataset> validation =
        settings.validation() == 0
            ? Optional.empty()
            : Optional.of(images.subset(split, images.size()));
    Sequential network = settings.architecture().network();
    network.initialize(settings.seed());
    List<HistoryRow> history;
    try (Trainer trainer =
        new Trainer(
            network,
            Engine.fastest(),
            settings.config(),
            training,
            validation,
            List.of(listener))) {
      String recipe = settings.describe(training.size());
      if (resume) {
        resume(checkpoint, network, trainer, recipe);
      }
      history = train(network, trainer, settings, recipe, out);
    }
    AccuracyReport report =
        FloatEvaluation.run(network, Cifar10.INPUT, Cifar10.LABELS, test, done -> {});
    String title = settings.architecture().name() + " on " + test.size() + " CIFAR-10 test images";
    ConfusionChart.write(report.confusion(), title, out.resolve("confusion.png"));
    return new Result(history, report, checkpoint);
  }

  private static List<HistoryRow> train(
      Sequential network, Trainer trainer, TrainingSettings settings, String recipe, Path out) {
    HistoryFile history = HistoryFile.open(out.resolve("history.csv"), trainer.epochsDone());
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put("network", settings.architecture().name());
    metadata.put(RECIPE, recipe);
    while (trainer.epochsDone() < settings.epochs()) {
      // first the row, then the weights: a row without weights is dropped when resuming
      history.append(HistoryRow.of(trainer.runEpoch()));
      Checkpoint.save(out.resolve(CHECKPOINT), network, trainer, metadata);
      HistoryChart.write(
          history.rows(),
          settings.architecture().name() + " on CIFAR-10",
          recipe,
          out.resolve("history.png"));
    }
    return history.rows();
  }

  private static void resume(Path checkpoint, Sequential network, Trainer trainer, String recipe) {
    String before = Checkpoint.resume(checkpoint, network, trainer).getOrDefault(RECIPE, "unknown");
    if (!before.equals(recipe)) {
      throw new IllegalArgumentException(
          checkpoint
              + " is of a training with other settings: "
              + before
              + " instead of "
              + recipe
              + ".");
    }
  }

  private static void prepare(Path out, Path checkpoint, boolean resume) {
    boolean exists = Files.exists(checkpoint);
    if (exists && !resume) {
      throw new IllegalArgumentException(
          out + " already holds a training; resume it, or choose another directory.");
    }
    if (!exists && resume) {
      throw new IllegalArgumentException(
          "There is no training to resume: " + checkpoint + " does not exist.");
    }
    try {
      Files.createDirectories(out);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "The directory " + out + " cannot be made: " + IoProblem.describe(e) + ".", e);
    }
  }
}
