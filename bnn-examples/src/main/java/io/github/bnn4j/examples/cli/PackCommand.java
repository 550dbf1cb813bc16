// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.cli;

import io.github.bnn4j.core.packed.layer.ImageSpec;
import io.github.bnn4j.zoo.PretrainedWeights;
import io.github.bnn4j.zoo.TrainedNetwork;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Turns a checkpoint into a packed network. */
@Command(
    name = "pack",
    description = {
      "Pack a trained network to bits, and compare the two on test images.",
      "The float network rounds its first layer a little differently, so a few images may differ."
    },
    footer = {
      "",
      "Examples:",
      "  bnn pack --weights runs/cats/weights.safetensors --images cats --out cats.bnn",
      "  bnn pack --weights runs/nin-xnor/checkpoint.safetensors --out nin-xnor.bnn",
      "  bnn pack --weights runs/nin/weights.safetensors --out nin.bnn --json"
    })
final class PackCommand extends BnnCommand {
  @Mixin
  private final ModelOption model = new ModelOption(PretrainedWeights.NIN_XNOR.architecture());

  @Option(
      names = "--weights",
      paramLabel = "FILE",
      required = true,
      description = "The checkpoint to pack.")
  private Path weights;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      required = true,
      description = "The packed file to write.")
  private Path out;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "1000",
      converter = WholeNumber.Positive.class,
      description = "How many test images to compare on (default: ${DEFAULT-VALUE}).")
  private int limit;

  @Mixin private OwnPictures own;

  @Override
  Map<String, Object> run(Console console) {
    TrainedNetwork trained = TrainedNetwork.read(weights, model.of(weights));
    ImageSpec input = trained.architecture().input();
    TestImages test =
        own.areGiven()
            ? new TestImages(own.read(console, input, trained.labels()), true).limitedTo(limit)
            : TestImages.cifar10(input, trained.labels(), limit);
    return Packing.run(console, trained, input, out, test);
  }
}
