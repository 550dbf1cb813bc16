// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples;

import io.github.bnn4j.layers.Sequential;
import io.github.bnn4j.layers.pack.Packer;
import io.github.bnn4j.zoo.Cifar10;
import io.github.bnn4j.zoo.NinArchitecture;
import io.github.bnn4j.zoo.PretrainedWeights;

/** The size of a packed network. */
public final class PackedSize {
  private PackedSize() {}

  /**
   * Bytes of the packed file: of the pretrained weights if there are some, else of a network with
   * its initial weights, which packs to about as many.
   */
  public static long of(NinArchitecture architecture) {
    return PretrainedWeights.of(architecture)
        .map(weights -> weights.bytes().length)
        .orElseGet(() -> untrained(architecture));
  }

  private static int untrained(NinArchitecture architecture) {
    Sequential network = architecture.network();
    network.initialize(1);
    return Packer.pack(network, architecture.name(), Cifar10.INPUT, Cifar10.LABELS)
        .toBytes()
        .length;
  }
}
