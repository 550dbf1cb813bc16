// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.cli;

import io.github.bnn4j.core.packed.PackedNetwork;
import io.github.bnn4j.core.packed.layer.ImageSpec;
import io.github.bnn4j.examples.TrainedNetwork;
import io.github.bnn4j.layers.Network;
import io.github.bnn4j.zoo.Architecture;
import io.github.bnn4j.zoo.Cifar10;
import io.github.bnn4j.zoo.PretrainedWeights;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options that choose a network and its weights. */
final class ModelOptions {
  @Option(
      names = "--model",
      paramLabel = "M",
      defaultValue = "nin-xnor",
      converter = ModelName.class,
      description = "nin, nin-gc, nin-xnor or nin-gc-xnor (default: ${DEFAULT-VALUE}).")
  private Architecture architecture;

  @Option(
      names = "--weights",
      paramLabel = "FILE",
      description =
          "Weights from a packed file or a .safetensors checkpoint, not the pretrained ones.")
  private Optional<Path> weights;

  Architecture architecture() {
    return architecture;
  }

  Optional<Path> weights() {
    return weights;
  }

  /** The packed network from the file, whatever it takes and knows, or the pretrained one. */
  PackedNetwork packed() {
    return weights.map(this::fromFile).orElseGet(() -> PretrainedWeights.of(architecture).load());
  }

  private PackedNetwork fromFile(Path file) {
    return isCheckpoint(file)
        ? TrainedNetwork.read(file, architecture).packed()
        : PackedNetwork.read(file);
  }

  /** Whether a file is a checkpoint, by its name. */
  static boolean isCheckpoint(Path file) {
    return file.toString().endsWith(".safetensors");
  }

  /** The packed network, which must be the one named, for the images and classes of CIFAR-10. */
  PackedNetwork packedForCifar10() {
    PackedNetwork network = packed();
    ImageSpec input = network.input();
    boolean fits =
        input.height() == Cifar10.SIDE
            && input.width() == Cifar10.SIDE
            && input.channels() == Cifar10.CHANNELS;
    if (!fits) {
      throw new CommandFailure(takes(network) + "; those of CIFAR-10 are 32 x 32 x 3.");
    }
    requireCifar10(network.name(), network.labels());
    if (!network.name().equals(architecture.name())) {
      throw new CommandFailure(
          weights.orElseThrow()
              + " holds the network "
              + network.name()
              + ", not "
              + architecture.name()
              + "; choose it with --model.");
    }
    return network;
  }

  /** The network as it was trained, with the weights of a checkpoint or the pretrained ones. */
  Network trainedForCifar10() {
    TrainedNetwork trained =
        weights
            .map(checkpoint -> TrainedNetwork.read(checkpoint, architecture))
            .orElseGet(() -> TrainedNetwork.pretrained(architecture));
    requireCifar10(architecture.name(), trained.labels());
    return trained.network();
  }

  private static String takes(PackedNetwork network) {
    ImageSpec input = network.input();
    return String.format(
        Locale.ROOT,
        "%s takes images of %d x %d x %d",
        network.name(),
        input.height(),
        input.width(),
        input.channels());
  }

  private static void requireCifar10(String name, List<String> labels) {
    if (!labels.equals(Cifar10.LABELS)) {
      throw new CommandFailure(
          String.format(
              Locale.ROOT,
              "%s knows %d classes, such as %s; the images are of the 10 classes of CIFAR-10.",
              name,
              labels.size(),
              labels.stream()
                  .filter(label -> !Cifar10.LABELS.contains(label))
                  .findFirst()
                  .orElse(labels.get(0))));
    }
  }
}
