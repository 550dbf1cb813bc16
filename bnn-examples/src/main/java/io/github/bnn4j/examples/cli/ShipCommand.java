// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.cli;

import io.github.bnn4j.examples.Shipping;
import io.github.bnn4j.examples.cifar10.Cifar10Dataset;
import io.github.bnn4j.layers.train.ImageDataset;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Puts trained weights into the zoo. */
@Command(
    name = "ship",
    hidden = true,
    description = {
      "For maintainers: put the weights of a training's last whole cycle, or imported ones, into"
          + " bnn-zoo, if they are better than those there: on the held-out training images, where"
          + " both have the same, otherwise on the test images.",
      "Writes checkpoint, packed file, model card and history; see CONTRIBUTING.md."
    })
final class ShipCommand extends BnnCommand {
  @Parameters(paramLabel = "DIR", description = "The directory of the training.")
  private Path run;

  @Option(
      names = "--repository",
      paramLabel = "DIR",
      defaultValue = ".",
      description = "The top directory of the project (default: the current one).")
  private Path repository;

  @Override
  Map<String, Object> run(Console console) {
    ImageDataset test = Cifar10Dataset.embeddedTest();
    Shipping.Result result;
    try (Progress progress = Progress.start(console, "evaluate", test.size(), "image")) {
      result = Shipping.ship(run, repository, test, done -> progress.at(done, ""));
    }
    String name = result.architecture().name();
    console.print("%s: %.2f %% of the test images%n", name, result.card().top1());
    console.print("Shipped: %s%n%n", result.card().selection());
    console.print("%s%n", result.card().text());
    console.print(
        "Left to do by hand: README.md, docs/experiments.md (history in %s)%n", result.history());
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("model", name);
    json.put("top1", result.card().top1());
    json.put("selection", result.card().selection());
    json.put("epochs", result.card().origin().epochs());
    json.put("recipe", result.card().origin().recipe());
    json.put("history", result.history().toString());
    return json;
  }
}
