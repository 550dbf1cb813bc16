// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.cli;

import io.github.bnn4j.zoo.NinArchitecture;
import io.github.bnn4j.zoo.PretrainedWeights;

/** The size of a packed network. */
final class PackedSize {
  private PackedSize() {}

  /** Bytes of the packed file, of the pretrained weights if there are some. */
  static long of(NinArchitecture architecture) {
    return PretrainedWeights.of(architecture).orElseThrow().bytes().length;
  }
}
