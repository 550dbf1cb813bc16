// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.cli;

import io.github.bnn4j.examples.AblationBlockOrder;
import io.github.bnn4j.examples.AblationScaling;
import io.github.bnn4j.examples.ablation.Ablation;
import io.github.bnn4j.examples.ablation.AblationReport;
import io.github.bnn4j.examples.ablation.Variant;
import io.github.bnn4j.examples.cifar10.Cifar10Dataset;
import io.github.bnn4j.layers.train.ImageDataset;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Trains variants of a binary network. */
@Command(
    name = "ablation",
    description = {
      "Train variants of a small binary network alike: what scales and the order of layers are worth"
          + " (after table 3 of XNOR-Net).",
      "As it is, on two cores it takes some 15 minutes; --limit and --epochs make it longer, and"
          + " its differences clearer."
    },
    footer = {
      "",
      "Examples:",
      "  bnn ablation",
      "  bnn ablation --limit 45000 --epochs 30 --out runs/ablation-long",
      "  bnn ablation --limit 500 --epochs 1 --out runs/try"
    })
final class AblationCommand extends BnnCommand {
  @Mixin private Cifar10Option data;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "" + Ablation.IMAGES,
      converter = WholeNumber.Positive.class,
      description = "Only the first N training images (default: ${DEFAULT-VALUE}).")
  private int images;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      defaultValue = "" + Ablation.EPOCHS,
      converter = WholeNumber.Positive.class,
      description = "Passes of each training over them (default: ${DEFAULT-VALUE}).")
  private int epochs;

  @Option(
      names = "--seed",
      paramLabel = "S",
      defaultValue = "1",
      description = "Seed of everything random (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = "runs/ablation",
      description = "Where to write tables, histories and charts (default: ${DEFAULT-VALUE}).")
  private Path out;

  @Override
  Map<String, Object> run(Console console) {
    ImageDataset all = Cifar10Dataset.train(data.directory(console));
    // the two studies share a network, so there is a training less than rows
    long trainings = AblationScaling.VARIANTS.size() + AblationBlockOrder.VARIANTS.size() - 1L;
    AblationReport scaling;
    AblationReport order;
    try (Progress progress =
        Progress.start(console, "ablation", trainings * images * epochs, "image")) {
      Set<Variant> started = new LinkedHashSet<>();
      Ablation ablation =
          Ablation.of(
              all,
              images,
              epochs,
              seed,
              (variant, done) -> {
                started.add(variant);
                long before = (started.size() - 1L) * images * epochs;
                progress.at(before + done, variant.name());
              });
      scaling = AblationScaling.run(ablation);
      order = AblationBlockOrder.run(ablation);
    }
    scaling.write(out, "ablation-scaling");
    order.write(out, "ablation-block-order");
    console.print("%s%n%s%n", scaling.table().markdown(), order.table().markdown());
    console.print("%s.%n", scaling.recipe());
    console.files(
        "Charts:", out.resolve("ablation-scaling.png"), out.resolve("ablation-block-order.png"));
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("scaling", json(scaling));
    json.put("blockOrder", json(order));
    return json;
  }

  private static List<Map<String, Object>> json(AblationReport report) {
    return report.trials().stream().map(AblationCommand::json).toList();
  }

  private static Map<String, Object> json(Ablation.Trial trial) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("variant", trial.variant().name());
    json.put("blockOrder", trial.variant().order().label());
    json.put("trainTop1", trial.last().trainTop1());
    json.put("validationTop1", trial.last().validationTop1());
    json.put("seconds", trial.seconds());
    return json;
  }
}
