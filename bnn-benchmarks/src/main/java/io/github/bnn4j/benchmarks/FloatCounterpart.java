// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.benchmarks;

import io.github.bnn4j.zoo.NinArchitecture;

/** The float network that a network of the zoo is measured against. */
public final class FloatCounterpart {

  private FloatCounterpart() {}

  /**
   * The same convolutions, normalisations and pools, all float. Channel shuffles are left out: they
   * would slow the peers down (ONNX Runtime's int8 to half) and cost packed networks nothing.
   */
  public static NinArchitecture of(NinArchitecture architecture) {
    return counterpart(architecture, false);
  }

  /** The same with its channel shuffles, as it is trained. */
  public static NinArchitecture shuffled(NinArchitecture architecture) {
    return counterpart(architecture, architecture.shuffle());
  }

  private static NinArchitecture counterpart(NinArchitecture architecture, boolean shuffle) {
    return new NinArchitecture(
        "float " + architecture.name(),
        architecture.channels(),
        architecture.groups(),
        false,
        shuffle);
  }
}
