// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.kernel;

import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Chooses the provider, once a JVM. The property {@code bnn4j.kernel} forces {@code scalar} or
 * {@code vector}. Without it the Vector API is chosen where it can run, but until the JVM has
 * compiled it it is a thousand times too slow: so the scalar kernel answers the first images while
 * a background thread warms the other one up.
 */
final class KernelChoice {

  static final String PROPERTY = "bnn4j.kernel";

  private static final Logger LOG = LoggerFactory.getLogger(KernelChoice.class);

  private static volatile KernelProvider ready = choose();

  private KernelChoice() {}

  /** Returns the fastest provider that is ready to run. */
  static KernelProvider ready() {
    return ready;
  }

  private static KernelProvider choose() {
    String forced = System.getProperty(PROPERTY, "");
    Optional<String> obstacle = KernelProvider.whyNoVector();
    switch (forced) {
      case ScalarKernel.NAME:
        LOG.info("Packed inference runs in scalar Java, as {} asks for.", PROPERTY);
        return KernelProvider.scalar();
      case KernelProvider.VECTOR:
        if (obstacle.isPresent()) {
          throw new IllegalStateException(
              PROPERTY + " asks for the Vector API, but " + obstacle.get() + ".");
        }
        return vector();
      case "":
        break;
      default:
        throw new IllegalStateException(
            "The property " + PROPERTY + " must be scalar or vector, not " + forced + ".");
    }
    if (obstacle.isPresent()) {
      LOG.info("Packed inference runs in scalar Java, not the Vector API: {}.", obstacle.get());
      return KernelProvider.scalar();
    }
    KernelProvider vector = vector();
    Warmup.start(vector, () -> ready = vector);
    return KernelProvider.scalar();
  }

  private static KernelProvider vector() {
    try {
      KernelProvider vector = KernelProvider.vector();
      LOG.info("Packed inference runs on the Vector API.");
      return vector;
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("The jar lacks its classes for Java 21 and newer.", e);
    }
  }
}
