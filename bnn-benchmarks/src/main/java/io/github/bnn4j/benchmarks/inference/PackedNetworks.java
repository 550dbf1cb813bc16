// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.benchmarks.inference;

import io.github.bnn4j.core.packed.PackedNetwork;
import io.github.bnn4j.layers.Network;
import io.github.bnn4j.layers.pack.Packer;
import io.github.bnn4j.zoo.Architecture;

/** Packed networks whose weights are as they were initialised: enough to measure time. */
final class PackedNetworks {

  private PackedNetworks() {}

  /** A packed network of an architecture, with random weights. */
  static PackedNetwork random(Architecture architecture) {
    Network network = architecture.network();
    network.initialize(1);
    return Packer.pack(network, architecture.name(), architecture.input(), architecture.labels());
  }
}
