// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.cli;

import io.github.bnn4j.examples.TrainNin;
import io.github.bnn4j.examples.TrainingSettings;
import io.github.bnn4j.examples.cifar10.Cifar10Cache;
import io.github.bnn4j.examples.cifar10.Cifar10Dataset;
import io.github.bnn4j.examples.report.ConfusionMatrix;
import io.github.bnn4j.examples.report.HistoryRow;
import io.github.bnn4j.layers.train.ImageDataset;
import io.github.bnn4j.zoo.NinArchitecture;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Trains a network. */
@Command(
    name = "train",
    description = {
      "Train a network on CIFAR-10, on the CPU.",
      "The checkpoint after each epoch is written whole or not at all: stop at any time, go on with"
          + " --resume and the same options."
    },
    footer = {
      "",
      "Examples:",
      "  bnn train",
      "  bnn train --model nin-gc-xnor --epochs 100 --validation 0 --out runs/gc",
      "  bnn train --epochs 2 --limit 2000 --out runs/try"
    })
final class TrainCommand extends BnnCommand {
  private static final int VALIDATION_SHARE = 10;

  @Option(
      names = "--model",
      paramLabel = "M",
      defaultValue = "nin-xnor",
      converter = ModelName.class,
      description = "nin, nin-gc, nin-xnor or nin-gc-xnor (default: ${DEFAULT-VALUE}).")
  private NinArchitecture architecture;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = {
        "Directory with the CIFAR-10 binary files.",
        "Without it they are downloaded once (162 MB) to ~/.cache/bnn4j or $BNN4J_CACHE."
      })
  private Optional<Path> data;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      defaultValue = "60",
      converter = WholeNumber.Positive.class,
      description = "Passes over the training images (default: ${DEFAULT-VALUE}).")
  private int epochs;

  @Option(
      names = "--limit",
      paramLabel = "N",
      converter = WholeNumber.Positive.class,
      description = "Only the first N training images, and at most N test images.")
  private Optional<Integer> limit;

  @Option(
      names = "--batch",
      paramLabel = "N",
      defaultValue = "100",
      converter = WholeNumber.Positive.class,
      description = "Images of each step (default: ${DEFAULT-VALUE}).")
  private int batch;

  @Option(
      names = "--lr",
      paramLabel = "X",
      defaultValue = "0.005",
      converter = LearningRate.class,
      description = "Highest learning rate (default: ${DEFAULT-VALUE}).")
  private double learningRate;

  @Option(
      names = "--seed",
      paramLabel = "S",
      defaultValue = "1",
      description = "Seed of everything random (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--validation",
      paramLabel = "N",
      converter = WholeNumber.NotNegative.class,
      description = "Held-out images, 0 for none (default: a tenth of the training images).")
  private Optional<Integer> validation;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Where to write (default: runs/ and the name of the model).")
  private Optional<Path> out;

  @Option(names = "--resume", description = "Go on with the training in the --out directory.")
  private boolean resume;

  @Override
  Map<String, Object> run(Console console) {
    Path directory = data.orElseGet(() -> download(console));
    ImageDataset images = limited(Cifar10Dataset.train(directory));
    ImageDataset test = limited(Cifar10Dataset.test(directory));
    TrainingSettings settings =
        new TrainingSettings(
            architecture,
            epochs,
            batch,
            learningRate,
            seed,
            validation.orElse(images.size() / VALIDATION_SHARE));
    Path target = out.orElse(Path.of("runs", architecture.name()));
    TrainNin.Result result =
        TrainNin.run(
            settings, target, resume, images, test, new TrainingProgress(console, epochs, batch));
    print(console, result, target);
    return json(result);
  }

  private ImageDataset limited(ImageDataset images) {
    return limit
        .filter(most -> most < images.size())
        .map(most -> images.subset(0, most))
        .orElse(images);
  }

  private static Path download(Console console) {
    try (Progress progress = Progress.start(console, "download", 100, "%")) {
      return Cifar10Cache.ofUser()
          .directory((bytes, total) -> progress.at(total > 0 ? 100 * bytes / total : 0, ""));
    }
  }

  private static void print(Console console, TrainNin.Result result, Path target) {
    ConfusionMatrix confusion = result.test().confusion();
    console.print("Test images recognised, by class:%n");
    for (int i = 0; i < confusion.labels().size(); i++) {
      console.print("  %-11s%6.2f %%%n", confusion.labels().get(i), confusion.top1(i));
    }
    console.print(
        "All %,d test images: %.2f %%, loss %.4f%n",
        result.test().images(), result.test().top1(), result.test().loss());
    console.print("Weights: %s%n", result.checkpoint());
    console.print("Charts:  %s%n", target.resolve("history.png"));
    console.print("         %s%n", target.resolve("confusion.png"));
  }

  private Map<String, Object> json(TrainNin.Result result) {
    HistoryRow last = result.last();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("model", architecture.name());
    json.put("epochs", last.epoch());
    json.put("trainLoss", last.trainLoss());
    json.put("validationTop1", Double.isNaN(last.validationTop1()) ? null : last.validationTop1());
    json.put("imagesPerSecond", last.imagesPerSecond());
    json.put("checkpoint", result.checkpoint().toString());
    json.put("testImages", result.test().images());
    json.put("testTop1", result.test().top1());
    return json;
  }

  /** Reads a number above 0. */
  private static final class LearningRate implements picocli.CommandLine.ITypeConverter<Double> {
    @Override
    public Double convert(String text) {
      try {
        double rate = Double.parseDouble(text);
        if (rate > 0 && rate < Double.POSITIVE_INFINITY) {
          return rate;
        }
      } catch (NumberFormatException e) {
        // the same message as for a number out of range
      }
      throw new TypeConversionException("'" + text + "' is no number above 0");
    }
  }
}
