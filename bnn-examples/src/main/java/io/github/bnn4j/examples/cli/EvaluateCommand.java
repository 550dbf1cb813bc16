// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.cli;

import io.github.bnn4j.core.packed.PackedNetwork;
import io.github.bnn4j.examples.Evaluation;
import io.github.bnn4j.examples.PackedEvaluation;
import io.github.bnn4j.examples.cifar10.Cifar10Dataset;
import io.github.bnn4j.examples.cifar10.LabelledImages;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures accuracy over the test set. */
@Command(
    name = "evaluate",
    description = "Measure the accuracy of a network over the CIFAR-10 test set.",
    footer = {
      "",
      "Examples:",
      "  bnn evaluate",
      "  bnn evaluate --model nin-gc-xnor --limit 1000 --json",
      "  bnn evaluate --model nin --weights runs/nin/best.safetensors --engine float"
    })
final class EvaluateCommand extends BnnCommand {
  @Mixin private ModelOptions model;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Directory with test_batch.bin (default: the test set in the jar).")
  private Optional<Path> data;

  @Option(
      names = "--limit",
      paramLabel = "N",
      converter = PositiveNumber.class,
      description = "Only the first N images.")
  private Optional<Integer> limit;

  @Override
  Map<String, Object> run(Console console) {
    PackedNetwork network = model.packed();
    LabelledImages images = data.map(Cifar10Dataset::test).orElseGet(Cifar10Dataset::embeddedTest);
    images = images.subset(0, Math.min(limit.orElse(Integer.MAX_VALUE), images.size()));
    Evaluation result;
    try (Progress progress = Progress.start(console, "evaluate", images.size(), "images")) {
      result = PackedEvaluation.run(network, images, done -> progress.at(done, ""));
    }
    print(console, network.name(), "packed", result);
    return json(network.name(), "packed", result);
  }

  private static void print(Console console, String name, String engine, Evaluation result) {
    console.print(
        "%s (%s): %.2f %% of %,d images, loss %.4f, %.2f s, %,.0f images/s on %d threads%n",
        name,
        engine,
        result.top1(),
        result.images(),
        result.loss(),
        result.seconds(),
        result.imagesPerSecond(),
        result.threads());
  }

  private static Map<String, Object> json(String name, String engine, Evaluation result) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("model", name);
    json.put("engine", engine);
    json.put("images", result.images());
    json.put("correct", result.correct());
    json.put("top1", result.top1());
    json.put("loss", result.loss());
    json.put("seconds", result.seconds());
    json.put("threads", result.threads());
    return json;
  }
}
