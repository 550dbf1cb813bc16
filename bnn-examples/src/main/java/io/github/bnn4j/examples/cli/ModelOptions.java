// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.cli;

import io.github.bnn4j.core.packed.PackedNetwork;
import io.github.bnn4j.core.packed.layer.ImageSpec;
import io.github.bnn4j.zoo.Architecture;
import io.github.bnn4j.zoo.Cifar10;
import io.github.bnn4j.zoo.PretrainedWeights;
import io.github.bnn4j.zoo.TrainedNetwork;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that choose a network and its weights. */
final class ModelOptions {
  @Mixin private final ModelOption model;

  @Option(
      names = "--weights",
      paramLabel = "FILE",
      description =
          "Weights from a packed file or a .safetensors checkpoint (default: the pretrained ones).")
  private Optional<Path> weights;

  /** Options that mean {@code nin-xnor} where nothing is named. */
  ModelOptions() {
    this(PretrainedWeights.NIN_XNOR.architecture());
  }

  /** Options that mean this network where nothing is named. */
  ModelOptions(Architecture usual) {
    this.model = new ModelOption(usual);
  }

  /** The packed network from the file, whatever it takes and knows, or the pretrained one. */
  PackedNetwork packed() {
    PackedNetwork network =
        weights.map(this::packedFrom).orElseGet(() -> PretrainedWeights.of(model.orUsual()).load());
    network.newSession(); // the kernels are compiled while images are read
    return network;
  }

  private PackedNetwork packedFrom(Path file) {
    if (isCheckpoint(file)) {
      return TrainedNetwork.read(file, model.of(file)).packed();
    }
    PackedNetwork network = PackedNetwork.read(file);
    model.requireNamed(file, network.name());
    return network;
  }

  /** The network as it was trained, with the weights of a checkpoint or the pretrained ones. */
  TrainedNetwork trained() {
    return weights
        .map(checkpoint -> TrainedNetwork.read(checkpoint, model.of(checkpoint)))
        .orElseGet(() -> TrainedNetwork.pretrained(model.orUsual()));
  }

  /** The packed network, which must be for the images and classes of CIFAR-10. */
  PackedNetwork packedForCifar10() {
    PackedNetwork network = packed();
    requireCifar10(network.name(), network.input(), network.labels());
    return network;
  }

  /** Checks that a network takes the images of CIFAR-10 and knows their classes. */
  static void requireCifar10(String name, ImageSpec input, List<String> labels) {
    if (!input.shape().equals(Cifar10.INPUT.shape())) {
      throw new CommandFailure(
          String.format(
              Locale.ROOT,
              "%s takes images of %d x %d x %d; those of CIFAR-10 are 32 x 32 x 3.",
              name,
              input.height(),
              input.width(),
              input.channels()));
    }
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

  /** Whether a file is a checkpoint, by its name. */
  static boolean isCheckpoint(Path file) {
    return file.toString().endsWith(".safetensors");
  }
}
