// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.kernel;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Chooses the provider, once a JVM. The property {@code bnn4j.kernel} forces {@code scalar} or
 * {@code vector}. Without it the Vector API is chosen where it can run, but until the JVM has
 * compiled it it is a thousand times too slow: so the scalar kernel answers the first images while
 * a background thread warms the other one up.
 */
final class KernelChoice {

  private static final String PROPERTY = "bnn4j.kernel";

  private static final Logger LOG = LoggerFactory.getLogger(KernelChoice.class);

  private static volatile KernelProvider ready = choose(System.getProperty(PROPERTY, ""));

  private KernelChoice() {}

  /** Returns the fastest provider that is ready to run. */
  static KernelProvider ready() {
    return ready;
  }

  /** Returns the provider that a value of the property asks for, empty if it is not set. */
  static KernelProvider choose(String forced) {
    switch (forced) {
      case KernelProvider.SCALAR:
        LOG.info("Packed inference runs in scalar Java, as {} asks for.", PROPERTY);
        return KernelProvider.scalar();
      case KernelProvider.VECTOR:
        LOG.info("Packed inference runs on the Vector API, as {} asks for.", PROPERTY);
        return forcedVector();
      case "":
        return fastest();
      default:
        throw new IllegalStateException(
            "The property " + PROPERTY + " must be scalar or vector, not " + forced + ".");
    }
  }

  private static KernelProvider forcedVector() {
    try {
      return KernelProvider.vector();
    } catch (UnsupportedOperationException e) {
      throw new IllegalStateException(
          PROPERTY + " asks for the Vector API, but " + e.getMessage() + ".", e);
    }
  }

  private static KernelProvider fastest() {
    try {
      KernelProvider vector = KernelProvider.vector();
      LOG.info("Packed inference runs on the Vector API, once it is compiled.");
      Warmup.start(vector, () -> ready = vector);
    } catch (UnsupportedOperationException e) {
      LOG.info("Packed inference runs in scalar Java, not on the Vector API: {}.", e.getMessage());
    }
    return KernelProvider.scalar();
  }
}
