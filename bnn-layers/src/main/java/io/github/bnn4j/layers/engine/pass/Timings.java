// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.engine.pass;

import io.github.bnn4j.layers.Phase;
import java.util.EnumMap;
import java.util.Map;

/**
 * Adds up where an engine's time goes, and the bytes that it reads and writes. Not thread-safe:
 * only the calling thread is timed.
 */
public final class Timings {

  private final Map<Phase, Long> nanos = new EnumMap<>(Phase.class);
  private final Map<Phase, Long> bytes = new EnumMap<>(Phase.class);

  /**
   * Does some work.
   *
   * @param moved the bytes of the arrays that it reads and of those that it writes, each counted as
   *     often as the work goes through it
   */
  public void time(Phase phase, long moved, Runnable work) {
    long start = System.nanoTime();
    work.run();
    nanos.merge(phase, System.nanoTime() - start, Long::sum);
    bytes.merge(phase, moved, Long::sum);
  }

  /** Seconds since the engine was made. */
  public Map<Phase, Double> seconds() {
    Map<Phase, Double> seconds = new EnumMap<>(Phase.class);
    for (Phase phase : Phase.values()) {
      seconds.put(phase, nanos.getOrDefault(phase, 0L) / 1e9);
    }
    return seconds;
  }

  /** Bytes read and written since the engine was made. */
  public Map<Phase, Long> bytesMoved() {
    Map<Phase, Long> moved = new EnumMap<>(Phase.class);
    for (Phase phase : Phase.values()) {
      moved.put(phase, bytes.getOrDefault(phase, 0L));
    }
    return moved;
  }
}
