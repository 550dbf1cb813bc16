// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.engine;

import io.github.bnn4j.layers.Backend;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Chooses an engine, and says once which and why. */
final class EngineChoice {

  private static final Logger LOG = LoggerFactory.getLogger(EngineChoice.class);
  private static final String CPU_BACKEND = "CpuBackend";
  private static final AtomicBoolean SAID = new AtomicBoolean();

  private EngineChoice() {}

  static Engine fastest() {
    Optional<String> obstacle = obstacle(Backend.name());
    Engine engine = obstacle.isEmpty() ? new OneDnnEngine() : new Nd4jEngine();
    if (!SAID.getAndSet(true)) {
      LOG.info(
          "Networks in training run on {}{}.",
          engine.description(),
          obstacle.map(reason -> ", not on oneDNN: " + reason).orElse(""));
    }
    return engine;
  }

  static Engine exact() {
    return obstacle(Backend.name()).isEmpty() ? new OneDnnEngine(false) : new Nd4jEngine();
  }

  /** What keeps oneDNN from computing on the arrays of an ND4J backend, if anything does. */
  static Optional<String> obstacle(String backend) {
    return backend.equals(CPU_BACKEND)
        ? OneDnnEngine.obstacle()
        : Optional.of("the arrays of ND4J's " + backend + " are not in the memory of the host");
  }
}
