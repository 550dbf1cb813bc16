// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.engine;

import java.util.EnumMap;
import java.util.Map;

/** Adds up where an engine's time goes. Not thread-safe: only the calling thread is timed. */
final class Timings {

  private final long[] nanos = new long[Phase.values().length];

  void time(Phase phase, Runnable work) {
    long start = System.nanoTime();
    work.run();
    nanos[phase.ordinal()] += System.nanoTime() - start;
  }

  /** Seconds since the engine was made. */
  Map<Phase, Double> seconds() {
    Map<Phase, Double> seconds = new EnumMap<>(Phase.class);
    for (Phase phase : Phase.values()) {
      seconds.put(phase, nanos[phase.ordinal()] / 1e9);
    }
    return seconds;
  }
}
