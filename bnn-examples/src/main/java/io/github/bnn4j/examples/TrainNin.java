// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples;

import io.github.bnn4j.core.file.BnnFormatException;
import io.github.bnn4j.core.file.IoProblem;
import io.github.bnn4j.examples.cifar10.Cifar10Cache;
import io.github.bnn4j.examples.cifar10.Cifar10Dataset;
import io.github.bnn4j.examples.report.AccuracyReport;
import io.github.bnn4j.examples.report.ConfusionChart;
import io.github.bnn4j.examples.report.FloatEvaluation;
import io.github.bnn4j.examples.report.HistoryChart;
import io.github.bnn4j.examples.report.HistoryFile;
import io.github.bnn4j.examples.report.HistoryRow;
import io.github.bnn4j.examples.report.Machine;
import io.github.bnn4j.examples.report.TableFiles;
import io.github.bnn4j.layers.Network;
import io.github.bnn4j.layers.io.Checkpoint;
import io.github.bnn4j.layers.io.Provenance;
import io.github.bnn4j.layers.io.SafeTensors;
import io.github.bnn4j.layers.pack.Packer;
import io.github.bnn4j.layers.train.Distillation;
import io.github.bnn4j.layers.train.DivergedException;
import io.github.bnn4j.layers.train.EpochResult;
import io.github.bnn4j.layers.train.ImageDataset;
import io.github.bnn4j.layers.train.Trainer;
import io.github.bnn4j.layers.train.TrainingConfig;
import io.github.bnn4j.zoo.Cifar10;
import io.github.bnn4j.zoo.Origin;
import io.github.bnn4j.zoo.PretrainedWeights;
import io.github.bnn4j.zoo.Recipe;
import io.github.bnn4j.zoo.Zoo;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Trains a network in network on CIFAR-10 by a recipe.
 *
 * <p>Writes into one directory: {@code checkpoint.safetensors} after every epoch, whole or not at
 * all; {@code history.csv} and {@code history.png}; at the end of every cycle {@code
 * weights.safetensors}, its weights in half precision without optimizer state; and at the end of
 * all {@code network.bnn}, the packed network, {@code confusion.png}, and the accuracy of each
 * class, {@code classes.md} and {@code classes.csv}.
 */
public final class TrainNin {
  private static final String CHECKPOINT = "checkpoint.safetensors";
  static final String WEIGHTS = "weights.safetensors";
  private static final String PACKED = "network.bnn";
  static final String RECIPE = "recipe";
  static final String RECIPE_NAME = "recipe_name";
  static final String START = "start";

  /** What a training starts from if nothing else is named. */
  static final String RANDOM_WEIGHTS = "random weights";

  static final String COMMIT = "commit";
  private static final String EPOCHS_BEFORE = "epochs_before";

  private final TrainingSettings settings;
  private final Path out;
  private final TrainingData data;
  private final ImageDataset training;
  private final Optional<ImageDataset> validation;
  private final Provenance provenance;
  private final RunProgress progress;

  private TrainNin(TrainingSettings settings, Path out, TrainingData data, RunProgress progress) {
    ImageDataset images = data.images();
    int split = images.size() - settings.validation();
    this.settings = settings;
    this.out = out;
    this.data = data;
    this.training = images.subset(0, split);
    this.validation =
        settings.validation() == 0
            ? Optional.empty()
            : Optional.of(images.subset(split, images.size()));
    this.provenance = Provenance.of(data.labels(), training, validation, data.test());
    this.progress = progress;
  }

  /**
   * Trains nin-xnor by its recipe.
   *
   * @param arguments the directory with the CIFAR-10 batches; without it they are downloaded
   */
  public static void main(String[] arguments) {
    Path data = Cifar10Cache.directoryOfMain(arguments);
    RunProgress printer =
        new RunProgress() {
          @Override
          public void onEpoch(EpochResult result) {
            System.out.println(HistoryRow.of(result, 0));
          }
        };
    Result result =
        run(
            TrainingSettings.of(Recipe.NIN_XNOR),
            Path.of("runs", Recipe.NIN_XNOR.name()),
            false,
            Cifar10Dataset.train(data),
            Cifar10Dataset.test(data),
            printer);
    System.out.printf(
        Locale.ROOT,
        "%.2f %% of the test images, see %s%n",
        result.test().top1(),
        result.checkpoint());
  }

  /**
   * What a training came to.
   *
   * @param history its epochs
   * @param test the trained network on the test images
   * @param checkpoint the file with the training's whole state
   * @param weights the file with the weights alone, in half precision
   * @param packed the file with the packed network
   */
  public record Result(
      List<HistoryRow> history, AccuracyReport test, Path checkpoint, Path weights, Path packed) {

    /** The last epoch; none if the history of a finished training was lost. */
    public Optional<HistoryRow> last() {
      return history.isEmpty() ? Optional.empty() : Optional.of(history.get(history.size() - 1));
    }
  }

  /**
   * Trains, or goes on with a training.
   *
   * @param out the directory to write to
   * @param resume whether to go on with the training in that directory; it goes on with the cycle
   *     of the recipe that its checkpoint is of
   * @param images training images, the last of which are held out for validation
   * @param test images for the report at the end; nothing within a training depends on them
   * @throws IllegalArgumentException if {@code out} holds a training but {@code resume} is false,
   *     or there is nothing to resume, or it was a training with other settings, classes or images
   * @throws BnnFormatException if the checkpoint to resume is damaged
   * @throws UncheckedIOException if a file cannot be written
   */
  public static Result run(
      TrainingSettings settings,
      Path out,
      boolean resume,
      ImageDataset images,
      ImageDataset test,
      RunProgress progress) {
    return run(settings, out, resume, TrainingData.cifar10(images, test), progress);
  }

  /**
   * Trains on images of any classes, or goes on with a training.
   *
   * @param out the directory to write to
   * @param resume whether to go on with the training in that directory
   * @param data images as squares of 32 pixels, and as many classes as the recipe's network has
   * @throws IllegalArgumentException if {@code out} holds a training but {@code resume} is false,
   *     or there is nothing to resume, or it was a training with other settings, classes or images
   * @throws BnnFormatException if the checkpoint to resume is damaged
   * @throws UncheckedIOException if a file cannot be written
   */
  public static Result run(
      TrainingSettings settings,
      Path out,
      boolean resume,
      TrainingData data,
      RunProgress progress) {
    prepare(out, resume);
    return new TrainNin(settings, out, data, progress).run(resume);
  }

  private static void prepare(Path out, boolean resume) {
    Path checkpoint = out.resolve(CHECKPOINT);
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
      throw IoProblem.unchecked("The directory " + out + " cannot be made", e);
    }
  }

  private Result run(boolean resume) {
    Position position = resume ? saved() : start();
    Network network = resume ? settings.recipe().architecture().network() : startingNetwork();
    List<HistoryRow> history = train(network, position, resume);
    while (position.cycle() < settings.recipe().cycles().size() - 1) {
      position = position.next(settings.recipe());
      history = train(network, position, false);
    }
    AccuracyReport report =
        FloatEvaluation.run(network, Cifar10.INPUT, data.labels(), data.test(), done -> {});
    String name = settings.recipe().architecture().name();
    Packer.pack(network, name, Cifar10.INPUT, data.labels()).write(out.resolve(PACKED));
    ConfusionChart.write(
        report.confusion(),
        name + " on " + data.test().size() + " " + data.name() + " test images",
        out.resolve("confusion.png"));
    TableFiles.write(out, "classes", report.confusion().table());
    return new Result(
        history, report, out.resolve(CHECKPOINT), out.resolve(WEIGHTS), out.resolve(PACKED));
  }

  /**
   * Where a training is.
   *
   * @param cycle the cycle under way, from 0 on
   * @param before epochs of the cycles before it
   * @param start what the first cycle started from
   * @param startFramework what trained that, if it is known
   */
  private record Position(int cycle, int before, String start, Optional<String> startFramework) {

    Position next(Recipe recipe) {
      int done = before + recipe.cycles().get(cycle).epochs();
      return new Position(cycle + 1, done, start, startFramework);
    }

    int total(Recipe recipe) {
      return recipe.cycles().stream().skip(cycle).mapToInt(TrainingConfig::epochs).sum() + before;
    }
  }

  private Position start() {
    return new Position(
        0,
        0,
        settings.start().map(InitialWeights::source).orElse(RANDOM_WEIGHTS),
        settings.start().flatMap(InitialWeights::framework));
  }

  private Position saved() {
    String checkpoint = out.resolve(CHECKPOINT).toString();
    Map<String, String> metadata = SafeTensors.read(out.resolve(CHECKPOINT)).metadata();
    provenance.requireSame(checkpoint, metadata);
    return new Position(
        cycle(metadata),
        epochsBefore(checkpoint, metadata.getOrDefault(EPOCHS_BEFORE, "0")),
        metadata.getOrDefault(START, "unknown"),
        Optional.ofNullable(metadata.get(Origin.START_FRAMEWORK)));
  }

  private static int epochsBefore(String checkpoint, String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new BnnFormatException(
          checkpoint, 8, EPOCHS_BEFORE + " is no number but '" + text + "'");
    }
  }

  private Network startingNetwork() {
    Recipe recipe = settings.recipe();
    return settings
        .start()
        .map(start -> start.network(recipe.architecture(), recipe.cycles().get(0).seed()))
        .orElseGet(
            () -> {
              Network random = recipe.architecture().network();
              random.initialize(recipe.cycles().get(0).seed());
              return random;
            });
  }

  /** Which cycle a checkpoint is of. */
  private int cycle(Map<String, String> saved) {
    String recipe = saved.getOrDefault(RECIPE, "unknown");
    List<String> cycles =
        settings.recipe().cycles().stream().map(c -> c.describe(training.size())).toList();
    if (!cycles.contains(recipe)) {
      throw new IllegalArgumentException(
          out.resolve(CHECKPOINT)
              + " is of a training with other settings: "
              + recipe
              + " instead of "
              + String.join("; or ", cycles)
              + ".");
    }
    return cycles.indexOf(recipe);
  }

  /** Trains one cycle and returns the history of all so far. */
  private List<HistoryRow> train(Network network, Position position, boolean resume) {
    Path checkpoint = out.resolve(CHECKPOINT);
    TrainingConfig config = settings.recipe().cycles().get(position.cycle());
    Map<String, String> metadata = metadata(position, config);
    Trainer.Builder builder = Trainer.builder(network, training, config).optListener(progress);
    validation.ifPresent(builder::optValidation);
    config.distillation().map(PretrainedWeights::teacher).ifPresent(builder::optTeacher);
    try (Trainer trainer = builder.build()) {
      if (resume) {
        Checkpoint.resume(checkpoint, network, trainer);
      }
      progress.onCycle(position.before(), trainer.epochsDone(), position.total(settings.recipe()));
      HistoryFile history =
          HistoryFile.open(out.resolve("history.csv"), position.before() + trainer.epochsDone());
      while (trainer.epochsDone() < config.epochs()) {
        // first the row, then the weights: a row without weights is dropped when resuming
        history.append(HistoryRow.of(runEpoch(trainer, position), position.before()));
        Checkpoint.save(checkpoint, network, trainer, metadata);
        HistoryChart.write(
            history.rows(),
            settings.recipe().architecture().name() + " on " + data.name(),
            metadata.get(RECIPE),
            out.resolve("history.png"));
      }
      metadata.putAll(origin(position, config).entries());
      Checkpoint.save(out.resolve(WEIGHTS), network, metadata, SafeTensors.Precision.F16);
      return history.rows();
    }
  }

  /** Runs an epoch; if it ends in no numbers, says what is left. */
  private EpochResult runEpoch(Trainer trainer, Position position) {
    try {
      return trainer.runEpoch();
    } catch (DivergedException e) {
      int done = position.before() + trainer.epochsDone();
      throw new IllegalStateException(
          e.getMessage()
              + (done == 0
                  ? " No epoch was saved."
                  : " "
                      + out.resolve(CHECKPOINT)
                      + " holds the training up to epoch "
                      + done
                      + "."),
          e);
    }
  }

  private Map<String, String> metadata(Position position, TrainingConfig config) {
    Map<String, String> metadata = new LinkedHashMap<>(provenance.metadata());
    metadata.put("network", settings.recipe().architecture().name());
    metadata.put(RECIPE, config.describe(training.size()));
    metadata.put(RECIPE_NAME, settings.recipe().origin(config));
    metadata.put(START, position.start());
    metadata.put(COMMIT, System.getProperty("bnn4j.commit", "unknown"));
    metadata.put(EPOCHS_BEFORE, Integer.toString(position.before()));
    position.startFramework().ifPresent(it -> metadata.put(Origin.START_FRAMEWORK, it));
    return metadata;
  }

  private Origin origin(Position position, TrainingConfig config) {
    return new Origin(
        Origin.THIS_LIBRARY,
        Machine.describe(),
        position.start(),
        position.startFramework(),
        position.before() + config.epochs(),
        Optional.empty(),
        settings.recipe().origin(config) + ": " + config.describe(training.size()),
        config.distillation().map(TrainNin::teacher),
        "./bnn train",
        Optional.of(System.getProperty("bnn4j.commit", "unknown")));
  }

  private static String teacher(Distillation lessons) {
    return lessons.teacher()
        + Zoo.named(lessons.teacher())
            .map(named -> PretrainedWeights.of(named).card().top1())
            .map(top1 -> String.format(Locale.ROOT, ", %.2f %% of the test images", top1))
            .orElse("");
  }
}
