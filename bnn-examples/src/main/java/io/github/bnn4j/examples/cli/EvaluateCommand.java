// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.cli;

import io.github.bnn4j.core.check.Count;
import io.github.bnn4j.core.packed.PackedNetwork;
import io.github.bnn4j.core.packed.layer.ImageSpec;
import io.github.bnn4j.examples.cifar10.Cifar10Dataset;
import io.github.bnn4j.examples.report.AccuracyReport;
import io.github.bnn4j.examples.report.FloatEvaluation;
import io.github.bnn4j.examples.report.PackedEvaluation;
import io.github.bnn4j.layers.train.ImageDataset;
import io.github.bnn4j.zoo.TrainedNetwork;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.IntConsumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measures accuracy over the test set. */
@Command(
    name = "evaluate",
    description = {
      "Measure the accuracy of a network over the CIFAR-10 test set, or with --images over pictures"
          + " of your own."
    },
    footer = {
      "",
      "Examples:",
      "  bnn evaluate",
      "  bnn evaluate --model nin-gc-xnor --limit 1000 --json",
      "  bnn evaluate --model nin --weights runs/nin/best.safetensors --engine float",
      "  bnn evaluate --weights runs/pictures/network.bnn --images pictures"
    })
final class EvaluateCommand extends BnnCommand {
  @Spec private CommandSpec command;

  @Mixin private ModelOptions model;

  @Mixin private OwnPictures own;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Directory with test_batch.bin (default: the test set in the jar).")
  private Optional<Path> data;

  @Option(
      names = "--limit",
      paramLabel = "N",
      converter = WholeNumber.Positive.class,
      description = "Only the first N images (default: all).")
  private Optional<Integer> limit;

  @Option(
      names = "--engine",
      paramLabel = "E",
      defaultValue = "packed",
      description =
          "packed: bits in pure Java; float: as in training, for checkpoints"
              + " (default: ${DEFAULT-VALUE}).")
  private Engine engine;

  private enum Engine {
    PACKED,
    FLOAT;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * A network that is ready to be measured.
   *
   * @param labels its classes
   * @param evaluation measures it on images and says how many are done
   */
  private record Measured(
      String name,
      ImageSpec input,
      List<String> labels,
      BiFunction<ImageDataset, IntConsumer, AccuracyReport> evaluation) {}

  @Override
  Map<String, Object> run(Console console) {
    Measured network = network();
    ImageDataset images = images(console, network);
    images = images.subset(0, Math.min(limit.orElse(Integer.MAX_VALUE), images.size()));
    AccuracyReport result;
    try (Progress progress = Progress.start(console, "evaluate", images.size(), "image")) {
      result = network.evaluation().apply(images, done -> progress.at(done, ""));
    }
    if (own.areGiven()) {
      console.print("%s%n", result.confusion().table().markdown());
    }
    print(console, network.name(), engine.toString(), result);
    return json(network.name(), engine.toString(), result);
  }

  private ImageDataset images(Console console, Measured network) {
    if (own.areGiven()) {
      if (data.isPresent()) {
        throw new ParameterException(
            command.commandLine(),
            "--data is for CIFAR-10, --images for pictures of your own; choose one");
      }
      return own.read(console, network.input(), network.labels());
    }
    ModelOptions.requireCifar10(network.name(), network.input(), network.labels());
    return data.map(Cifar10Dataset::test).orElseGet(Cifar10Dataset::embeddedTest);
  }

  /** Reads the weights. */
  private Measured network() {
    return switch (engine) {
      case PACKED -> {
        PackedNetwork network = model.packed();
        yield new Measured(
            network.name(),
            network.input(),
            network.labels(),
            (images, progress) -> PackedEvaluation.run(network, images, progress));
      }
      case FLOAT -> {
        TrainedNetwork trained = model.trained();
        ImageSpec input = trained.architecture().input();
        yield new Measured(
            trained.architecture().name(),
            input,
            trained.labels(),
            (images, progress) ->
                FloatEvaluation.run(trained.network(), input, trained.labels(), images, progress));
      }
    };
  }

  private static void print(Console console, String name, String engine, AccuracyReport result) {
    console.print(
        "%s (%s): %.2f %% of %s, loss %.4f, %.2f s, %,.0f images/s on %s, %,.0f images/s in the"
            + " last fifth%n",
        name,
        engine,
        result.top1(),
        Count.of(result.images(), "image"),
        result.loss(),
        result.seconds(),
        result.imagesPerSecond(),
        Count.of(result.threads(), "thread"),
        result.steadyImagesPerSecond());
  }

  private static Map<String, Object> json(String name, String engine, AccuracyReport result) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("model", name);
    json.put("engine", engine);
    json.put("images", result.images());
    json.put("correct", result.correct());
    json.put("top1", result.top1());
    json.put("loss", result.loss());
    json.put("seconds", result.seconds());
    json.put("steadyImagesPerSecond", result.steadyImagesPerSecond());
    json.put("threads", result.threads());
    return json;
  }
}
