// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.benchmarks.inference;

import io.github.bnn4j.core.packed.PackedNetwork;
import io.github.bnn4j.layers.Network;
import io.github.bnn4j.layers.pack.Packer;
import io.github.bnn4j.zoo.Architecture;
import io.github.bnn4j.zoo.PretrainedWeights;

/** Packed networks, trained or with weights as they were initialised: enough to measure time. */
public final class PackedNetworks {

  private PackedNetworks() {}

  /** The network of the zoo as it was trained, or with random weights where it was not. */
  public static PackedNetwork of(Architecture architecture) {
    return PretrainedWeights.all().stream()
        .filter(weights -> weights.architecture().equals(architecture))
        .findFirst()
        .map(PretrainedWeights::load)
        .orElseGet(() -> random(architecture));
  }

  /** A packed network of an architecture, with random weights. */
  static PackedNetwork random(Architecture architecture) {
    try (Network network = architecture.network()) {
      network.initialize(1);
      return Packer.pack(network, architecture.name(), architecture.input(), architecture.labels());
    }
  }
}
