// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.kernel;

import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Chooses the provider, once a JVM. Unless the property {@code bnn4j.kernel} forces one, the Vector
 * API is chosen where it can run, but until the JVM has compiled it it is a thousand times too
 * slow: so the scalar kernel answers the first images while a background thread finds the other one
 * and warms it up.
 */
final class KernelChoice {

  private static final Logger LOG = LoggerFactory.getLogger(KernelChoice.class);

  private static volatile Optional<KernelProvider> ready = Optional.empty();

  private KernelChoice() {}

  /**
   * Returns the fastest provider that is ready to run.
   *
   * @throws IllegalStateException if the property asks for something else than there is
   */
  static KernelProvider ready() {
    return ready.orElseGet(KernelChoice::choose);
  }

  /**
   * Returns the fastest provider that can run here, ready or not.
   *
   * @throws IllegalStateException if the property asks for something else than there is
   */
  static KernelProvider fastest() {
    try {
      return KernelProvider.vector(System.getProperty(VectorApi.PROPERTY, ""));
    } catch (UnsupportedOperationException e) {
      return KernelProvider.scalar();
    }
  }

  private static synchronized KernelProvider choose() {
    if (ready.isEmpty()) {
      String forced = System.getProperty(VectorApi.PROPERTY, "");
      ready = Optional.of(choose(forced));
      if (forced.isEmpty()) {
        Thread thread = new Thread(KernelChoice::warmUp, "bnn4j-kernel-warmup");
        thread.setDaemon(true);
        thread.setUncaughtExceptionHandler(
            (failed, e) ->
                LOG.error("Packed inference stays in scalar Java: the Vector API failed.", e));
        thread.start();
      }
    }
    return ready.get();
  }

  /** Returns the provider of the first images for a value of the property, empty if not set. */
  static KernelProvider choose(String forced) {
    return forced.isEmpty()
        ? KernelProvider.scalar()
        : vector(forced).orElseGet(KernelProvider::scalar);
  }

  private static void warmUp() {
    vector("").ifPresent(KernelChoice::warmUp);
  }

  private static void warmUp(KernelProvider vector) {
    if (Warmup.makesFast(vector)) {
      ready = Optional.of(vector);
    } else {
      LOG.warn(
          "Packed inference stays in scalar Java: the Vector API did not get as fast in 30 s.");
    }
  }

  private static Optional<KernelProvider> vector(String forced) {
    try {
      KernelProvider vector = KernelProvider.vector(forced);
      LOG.info("Packed inference runs on the Vector API, once it is compiled.");
      return Optional.of(vector);
    } catch (UnsupportedOperationException e) {
      LOG.info("Packed inference runs in scalar Java, not on the Vector API: {}.", e.getMessage());
      return Optional.empty();
    }
  }
}
