// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.cli;

import io.github.bnn4j.core.packed.PackedNetwork;
import io.github.bnn4j.core.packed.layer.ImageSpec;
import io.github.bnn4j.layers.Sequential;
import io.github.bnn4j.layers.io.Checkpoint;
import io.github.bnn4j.layers.pack.Packer;
import io.github.bnn4j.zoo.Architecture;
import io.github.bnn4j.zoo.Cifar10;
import io.github.bnn4j.zoo.PretrainedWeights;
import java.nio.file.Path;
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

  /** The packed network from the file, or the pretrained one. */
  PackedNetwork packed() {
    PackedNetwork network =
        weights.map(this::fromFile).orElseGet(() -> PretrainedWeights.of(architecture).load());
    ImageSpec input = network.input();
    boolean fits =
        input.height() == Cifar10.SIDE
            && input.width() == Cifar10.SIDE
            && input.channels() == Cifar10.CHANNELS
            && network.labels().size() == Cifar10.LABELS.size();
    if (!fits) {
      throw new CommandFailure(
          String.format(
              Locale.ROOT,
              "%s takes images of %d x %d x %d and knows %d classes; CIFAR-10 has 32 x 32 x 3"
                  + " and 10.",
              network.name(),
              input.height(),
              input.width(),
              input.channels(),
              network.labels().size()));
    }
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

  /**
   * The packed network from the file, whatever classes it knows, or the pretrained one. Only its
   * images must be square and coloured, as pictures are made so.
   */
  PackedNetwork packedForPictures() {
    if (weights.filter(ModelOptions::isCheckpoint).isPresent() || weights.isEmpty()) {
      return packed();
    }
    PackedNetwork network = PackedNetwork.read(weights.get());
    ImageSpec input = network.input();
    if (input.height() != input.width() || input.channels() != Cifar10.CHANNELS) {
      throw new CommandFailure(
          String.format(
              Locale.ROOT,
              "%s takes images of %d x %d x %d; pictures are read as squares of 3 channels.",
              network.name(),
              input.height(),
              input.width(),
              input.channels()));
    }
    return network;
  }

  private static boolean isCheckpoint(Path file) {
    return file.toString().endsWith(".safetensors");
  }

  private PackedNetwork fromFile(Path file) {
    return isCheckpoint(file)
        ? Packer.pack(trained(), architecture.name(), architecture.input(), architecture.labels())
        : PackedNetwork.read(file);
  }

  /** The network for training, with the weights of a checkpoint or the pretrained ones. */
  Sequential trained() {
    return weights
        .map(
            checkpoint -> {
              Sequential network = architecture.network();
              Checkpoint.load(checkpoint, network);
              return network;
            })
        .orElseGet(() -> PretrainedWeights.of(architecture).network());
  }
}
