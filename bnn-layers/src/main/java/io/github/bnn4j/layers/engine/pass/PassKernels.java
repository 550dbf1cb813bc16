// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.engine.pass;

import io.github.bnn4j.core.kernel.VectorApi;
import java.lang.invoke.MethodHandles;
import java.util.Optional;

/**
 * The kernels of the passes, all vectorised or all portable, chosen once a JVM.
 *
 * @param channels those between two convolutions
 * @param residual those over the stream of a residual network
 * @param bits those around a convolution that counts bits
 * @param rounding of gradients to int8
 * @param description which they are, and why
 */
record PassKernels(
    ChannelKernels channels,
    ResidualKernels residual,
    BitKernels bits,
    RoundingKernels rounding,
    String description) {

  private static final int RELEASE = 22;

  private static Optional<PassKernels> chosen = Optional.empty();

  /**
   * Returns the choice for this JVM.
   *
   * @throws IllegalStateException if the property {@code bnn4j.kernel} asks for something else than
   *     there is
   */
  static synchronized PassKernels ofThisJvm() {
    if (chosen.isEmpty()) {
      chosen = Optional.of(choose());
    }
    return chosen.get();
  }

  private static PassKernels choose() {
    MethodHandles.Lookup here = MethodHandles.lookup();
    try {
      return new PassKernels(
          VectorApi.find(here, ChannelKernels.class, "VectorChannelKernels", RELEASE).get(),
          VectorApi.find(here, ResidualKernels.class, "VectorResidualKernels", RELEASE).get(),
          VectorApi.find(here, BitKernels.class, "VectorBitKernels", RELEASE).get(),
          VectorApi.find(here, RoundingKernels.class, "VectorRoundingKernels", RELEASE).get(),
          "Vector API");
    } catch (UnsupportedOperationException e) {
      return new PassKernels(
          new PortableChannelKernels(),
          new PortableResidualKernels(),
          new PortableBitKernels(),
          new PortableRoundingKernels(),
          "portable passes (not the Vector API: " + e.getMessage() + ")");
    }
  }
}
