// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.cli;

import io.github.bnn4j.examples.cifar10.Cifar10Dataset;
import io.github.bnn4j.examples.probe.Choice;
import io.github.bnn4j.examples.probe.ProbeReport;
import io.github.bnn4j.examples.probe.RecipeProbe;
import io.github.bnn4j.layers.train.ImageDataset;
import io.github.bnn4j.zoo.Recipe;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Tries changes of a recipe. */
@Command(
    name = "probe",
    description = {
      "Try changes of a recipe in short trainings, each with several seeds, measured on held-out"
          + " training images.",
      "As it is, on two cores it takes about three hours; every figure is in per cent of 5,000"
          + " validation images, whose chance alone is worth half a point."
    },
    footer = {
      "",
      "Examples:",
      "  bnn probe",
      "  bnn probe --recipe nin-gc-xnor --limit 20000 --epochs 10",
      "  bnn probe --only 'no teacher' --only 'label smoothing 0.1'",
      "  bnn probe --limit 500 --epochs 1 --seeds 1 --out runs/try"
    })
final class ProbeCommand extends BnnCommand {
  @Option(
      names = "--recipe",
      paramLabel = "R",
      defaultValue = "nin-xnor",
      converter = RecipeName.class,
      completionCandidates = RecipeName.Known.class,
      description = "What to change: one of ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private Recipe recipe;

  @Option(
      names = "--only",
      paramLabel = "CHANGE",
      description = {
        "Try only this change, beside the recipe as it is; can be given several times (default: all"
            + " changes).",
        "A name that is none lists them all."
      })
  private List<String> only = List.of();

  @Mixin private Cifar10Option data;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "" + RecipeProbe.IMAGES,
      converter = WholeNumber.Positive.class,
      description = "Only the first N training images (default: ${DEFAULT-VALUE}).")
  private int images;

  @Option(
      names = "--validation",
      paramLabel = "N",
      defaultValue = "" + RecipeProbe.VALIDATION,
      converter = WholeNumber.Positive.class,
      description =
          "Hold out the last N training images and measure on them (default: ${DEFAULT-VALUE}).")
  private int validation;

  @Option(
      names = "--batch",
      paramLabel = "N",
      converter = WholeNumber.Positive.class,
      description = "Images of each step (default: the recipe's).")
  private Optional<Integer> batch;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      defaultValue = "" + RecipeProbe.EPOCHS,
      converter = WholeNumber.Positive.class,
      description = "Passes of each training over them (default: ${DEFAULT-VALUE}).")
  private int epochs;

  @Option(
      names = "--seeds",
      paramLabel = "N",
      defaultValue = "" + RecipeProbe.SEEDS,
      converter = WholeNumber.Positive.class,
      description = "Trainings of each change (default: ${DEFAULT-VALUE}).")
  private int seeds;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = "runs/probe",
      description =
          "Where to write the table (default: ${DEFAULT-VALUE}). A probe of the same settings that was"
              + " stopped there goes on.")
  private Path out;

  @Override
  Map<String, Object> run(Console console) {
    Recipe probed =
        batch.map(size -> recipe.map(config -> config.optBatch(size))).orElse(recipe).once(epochs);
    List<Choice> choices = Choice.of(probed, only);
    ImageDataset all = Cifar10Dataset.train(data.directory(console));
    long total = (long) choices.size() * seeds * epochs * images;
    ProbeReport report;
    try (Progress progress = Progress.start(console, "probe", total, "image")) {
      long[] sum = {0};
      RecipeProbe probe =
          RecipeProbe.of(
              probed,
              epochs,
              seeds,
              all,
              images,
              validation,
              new RecipeProbe.Progress() {
                @Override
                public void done(Choice choice, int more) {
                  progress.at(sum[0] += more, choice.name());
                }

                @Override
                public void ended(ProbeReport soFar) {
                  soFar.write(out);
                }
              });
      report = probe.run(choices, out);
    }
    console.print("%s%n%s.%n", report.table().markdown(), report.settings());
    return Map.of("choices", report.choices().stream().map(c -> json(report, c)).toList());
  }

  private static Map<String, Object> json(ProbeReport report, Choice choice) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("choice", choice.name());
    json.put(
        "validationTop1",
        Arrays.stream(report.top1(choice)).filter(v -> !Double.isNaN(v)).boxed().toList());
    double gain = report.gain(choice).mean();
    if (!Double.isNaN(gain)) {
      json.put("gain", gain);
    }
    return json;
  }
}
