// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.engine.pass;

import io.github.bnn4j.core.kernel.VectorApi;
import java.lang.invoke.MethodHandles;
import java.util.Optional;

/**
 * The vectorised or the portable passes, chosen once a JVM.
 *
 * @param kernels the ones that run here
 * @param residual those over the stream of a residual network
 * @param bits those around a convolution that counts bits
 * @param rounding of gradients to int8
 * @param description which they are, and why
 */
record ChannelKernelChoice(
    ChannelKernels kernels,
    ResidualKernels residual,
    BitKernels bits,
    RoundingKernels rounding,
    String description) {

  private static final int RELEASE = 22;

  private static Optional<ChannelKernelChoice> chosen = Optional.empty();

  /**
   * Returns the choice for this JVM.
   *
   * @throws IllegalStateException if the property {@code bnn4j.kernel} asks for something else than
   *     there is
   */
  static synchronized ChannelKernelChoice ofThisJvm() {
    if (chosen.isEmpty()) {
      chosen = Optional.of(choose());
    }
    return chosen.get();
  }

  private static ChannelKernelChoice choose() {
    MethodHandles.Lookup here = MethodHandles.lookup();
    try {
      return new ChannelKernelChoice(
          VectorApi.find(here, ChannelKernels.class, "VectorKernels", RELEASE).get(),
          VectorApi.find(here, ResidualKernels.class, "VectorResidualKernels", RELEASE).get(),
          VectorApi.find(here, BitKernels.class, "VectorBitKernels", RELEASE).get(),
          VectorApi.find(here, RoundingKernels.class, "VectorRoundingKernels", RELEASE).get(),
          "Vector API");
    } catch (UnsupportedOperationException e) {
      return new ChannelKernelChoice(
          new PortableKernels(),
          new PortableResidualKernels(),
          new PortableBitKernels(),
          new PortableRoundingKernels(),
          "portable passes (not the Vector API: " + e.getMessage() + ")");
    }
  }
}
