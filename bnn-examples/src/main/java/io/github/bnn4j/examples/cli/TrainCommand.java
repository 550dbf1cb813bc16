// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.cli;

import io.github.bnn4j.core.check.Count;
import io.github.bnn4j.examples.TrainRecipe;
import io.github.bnn4j.examples.TrainingData;
import io.github.bnn4j.zoo.Recipe;
import io.github.bnn4j.zoo.train.HistoryRow;
import io.github.bnn4j.zoo.train.InitialWeights;
import io.github.bnn4j.zoo.train.TrainingRun;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Trains a network. */
@Command(
    name = "train",
    description = {
      "Train a network by a recipe, on the CPU: on CIFAR-10, which takes hours, or with --images on"
          + " pictures of your own.",
      "The checkpoint after each epoch is written whole or not at all: stop at any time, go on with"
          + " --resume and the same options."
    },
    footer = {
      "",
      "Examples:",
      "  bnn train",
      "  bnn train --recipe nin-gc-xnor --epochs 100 --out runs/gc",
      "  bnn train --recipe nin --cycle 2 --init nin --out runs/second",
      "  bnn train --epochs 2 --limit 2000 --out runs/try",
      "  bnn train --images pictures --init nin-xnor --epochs 20 --lr 0.002"
    })
final class TrainCommand extends BnnCommand {
  @Mixin private RecipeOptions options;

  @Option(
      names = "--init",
      paramLabel = "W",
      description =
          "Start from these weights: a checkpoint, or the name of a pretrained network (default:"
              + " random weights).")
  private Optional<String> start;

  @Mixin private DataOptions images;

  @Option(
      names = "--validation",
      paramLabel = "N",
      defaultValue = "0",
      converter = WholeNumber.NotNegative.class,
      description =
          "Hold out the last N training images and measure on them (default: ${DEFAULT-VALUE}).")
  private int validation;

  @Option(
      names = "--keep-best",
      description =
          "Pack the epoch that was the best on the images of --validation, not the last one.")
  private boolean keepBest;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description =
          "Where to write (default: runs/ and the name of the recipe, or of the directory of"
              + " --images).")
  private Optional<Path> out;

  @Option(names = "--resume", description = "Go on with the training in the --out directory.")
  private boolean resume;

  @Override
  Map<String, Object> run(Console console) {
    Recipe forCifar10 = options.recipe();
    checkStart();
    TrainingData data = images.read(console);
    int trained = data.images().size() - validation;
    Recipe recipe =
        images.areOwn()
            ? options.forOwn(forCifar10.withInput(images.input()), data.labels().size(), trained)
            : forCifar10;
    LeftOut.of(trained, recipe).ifPresent(remark -> console.log("%s%n", remark));
    Path target = out.orElse(Path.of("runs", images.nameOfRun().orElse(recipe.name())));
    TrainRecipe.Result result;
    long begun = System.nanoTime();
    try (Interruption interruption = Interruption.watch(console, target, options.arguments())) {
      result =
          TrainRecipe.run(
              recipe,
              data,
              target,
              resume,
              run -> {
                start.map(InitialWeights::new).ifPresent(run::optInit);
                if (keepBest) {
                  run.optKeepBest();
                }
                return run.optValidation(validation)
                    .optListener(interruption)
                    .optListener(new TrainingProgress(console));
              });
    }
    print(console, result, target, (System.nanoTime() - begun) / 1e9);
    return json(recipe, result);
  }

  private void checkStart() {
    if (keepBest && validation == 0) {
      throw options.wrongUsage("--keep-best needs images to tell, which --validation holds out");
    }
    if (options.cycle() > 1 && start.isEmpty() && !resume) {
      throw options.wrongUsage(
          "cycle "
              + options.cycle()
              + " goes on from the weights of the one before; name them with --init");
    }
  }

  private static void print(
      Console console, TrainRecipe.Result result, Path target, double seconds) {
    console.print("%s%n", result.test().confusion().table().markdown());
    console.print(
        "All %s: %.2f %%, loss %.4f%n",
        Count.of(result.test().images(), "test image"), result.test().top1(), result.test().loss());
    result
        .run()
        .last()
        .ifPresent(
            last ->
                console.print(
                    "Training: %s, loss %.4f, %.2f %%; %s here%n",
                    Count.of(last.epoch(), "epoch"),
                    last.trainLoss(),
                    last.trainTop1(),
                    Progress.clock(seconds)));
    console.print("State:   %s%n", result.run().checkpoint());
    console.print("Weights: %s%n", result.run().weights());
    console.print("Packed:  %s%n", result.run().packed());
    console.files("Charts: ", target.resolve("history.png"), target.resolve("confusion.png"));
    console.files(
        "Tables: ",
        target.resolve(TrainingRun.HISTORY),
        target.resolve(TrainingRun.LAYERS),
        target.resolve("classes.csv"));
  }

  private static Map<String, Object> json(Recipe recipe, TrainRecipe.Result result) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("recipe", recipe.name());
    json.put("model", recipe.architecture().name());
    result.run().last().ifPresent(last -> put(json, last));
    json.put("checkpoint", result.run().checkpoint().toString());
    json.put("weights", result.run().weights().toString());
    json.put("packed", result.run().packed().toString());
    json.put("testImages", result.test().images());
    json.put("testTop1", result.test().top1());
    return json;
  }

  private static void put(Map<String, Object> json, HistoryRow last) {
    json.put("epochs", last.epoch());
    json.put("trainLoss", last.trainLoss());
    json.put("validationTop1", Double.isNaN(last.validationTop1()) ? null : last.validationTop1());
    json.put("imagesPerSecond", last.imagesPerSecond());
  }
}
