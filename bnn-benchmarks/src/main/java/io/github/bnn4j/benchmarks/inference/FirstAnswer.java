// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.benchmarks.inference;

import io.github.bnn4j.core.packed.PackedNetwork;
import java.nio.file.Path;
import java.util.Random;

/** A process that classifies one image. */
final class FirstAnswer {

  private FirstAnswer() {}

  /**
   * Reads a network and classifies an image.
   *
   * @param arguments the file of the network
   */
  public static void main(String[] arguments) {
    PackedNetwork network = PackedNetwork.read(Path.of(arguments[0]));
    byte[] pixels = new byte[network.input().bytes()];
    new Random(1).nextBytes(pixels);
    System.out.println(network.classify(pixels, 1).get(0).label());
  }
}
