// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.cli;

import io.github.bnn4j.core.check.Count;
import io.github.bnn4j.core.packed.PackedNetwork;
import io.github.bnn4j.core.packed.Prediction;
import io.github.bnn4j.examples.cifar10.Cifar10Dataset;
import io.github.bnn4j.examples.report.AccuracyReport;
import io.github.bnn4j.examples.report.Decoration;
import io.github.bnn4j.examples.report.PackedEvaluation;
import io.github.bnn4j.layers.train.ImageDataset;
import io.github.bnn4j.zoo.ResNetArchitecture;
import io.github.bnn4j.zoo.Zoo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows a binary network at work. */
@Command(
    name = "demo",
    description = "Classify the 10,000 test images of CIFAR-10 with a pretrained binary network.",
    footer = {"", "Examples:", "  bnn demo", "  bnn demo --model nin-xnor --json"})
final class DemoCommand extends BnnCommand {
  private static final int SHOWN = 4;
  private static final int TOP = 3;

  @Mixin private final ModelOptions model = new ModelOptions(ResNetArchitecture.REACT12);

  @Option(
      names = "--page",
      paramLabel = "FILE",
      defaultValue = "runs/demo.html",
      description =
          "Where to write a page with images and predictions (default: ${DEFAULT-VALUE}).")
  private Path page;

  @Override
  Map<String, Object> run(Console console) {
    PackedNetwork network = model.packedForCifar10();
    long floatBytes = floatBytes(network);
    ImageDataset images = Cifar10Dataset.embeddedTest();
    for (int i = 0; i < SHOWN; i++) {
      show(console, network, images.subset(i, i + 1));
    }
    AccuracyReport evaluation;
    try (Progress progress = Progress.start(console, "classify", images.size(), "image")) {
      evaluation = PackedEvaluation.run(network, images, done -> progress.at(done, ""));
    }
    int packedBytes = network.toBytes().length;
    Decoration.attempt(page, () -> DemoPage.write(page, network, images, evaluation, floatBytes));
    print(console, network.name(), evaluation, packedBytes, floatBytes);

    Map<String, Object> json = new LinkedHashMap<>();
    json.put("model", network.name());
    json.put("images", evaluation.images());
    json.put("top1", evaluation.top1());
    json.put("packedBytes", packedBytes);
    json.put("floatBytes", floatBytes);
    json.put("imagesPerSecond", evaluation.imagesPerSecond());
    json.put("steadyImagesPerSecond", evaluation.steadyImagesPerSecond());
    if (Files.exists(page)) {
      json.put("page", page.toString());
    }
    return json;
  }

  private static long floatBytes(PackedNetwork network) {
    return Zoo.named(network.name())
        .orElseThrow(
            () ->
                new CommandFailure(
                    "The demo shows networks of the zoo, and "
                        + network.name()
                        + " is none; evaluate measures it."))
        .complexity()
        .floatBytes();
  }

  private static void show(Console console, PackedNetwork network, ImageDataset image) {
    List<Prediction> predictions = network.classify(image.pixels(), TOP);
    if (console.colour()) {
      HalfBlocks.draw(image.pixels(), Cifar10Dataset.SIDE)
          .forEach(line -> console.print("%s%n", line));
    }
    int actual = image.labels()[0];
    String label = network.labels().get(actual);
    String answer = predictions.get(0).label();
    console.print(
        predictions.get(0).index() == actual
            ? "A test image of class %s:%n"
            : "A test image of class %s, taken for %s:%n",
        label,
        answer);
    predictions.forEach(
        prediction -> console.print("  %s%n", ConfidenceBar.draw(prediction, console)));
    console.print("%n");
  }

  private void print(
      Console console, String name, AccuracyReport evaluation, int packedBytes, long floatBytes) {
    console.print(
        "%s recognises %.2f %% of %s%n"
            + "%,.0f images a second on %s, pure Java; %,.0f a second in the last fifth, when the"
            + " JVM has compiled it%n"
            + "%,d bytes packed, %,d as floats: %.1f times smaller%n",
        name,
        evaluation.top1(),
        Count.of(evaluation.images(), "test image"),
        evaluation.imagesPerSecond(),
        Count.of(evaluation.threads(), "thread"),
        evaluation.steadyImagesPerSecond(),
        packedBytes,
        floatBytes,
        (double) floatBytes / packedBytes);
    console.files("Page with images and predictions:", page);
  }
}
