// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.engine.pass;

import io.github.bnn4j.layers.Phase;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/**
 * Adds up where an engine's time goes, and the bytes that it reads and writes. Not thread-safe:
 * only the calling thread is timed.
 */
public final class Timings {

  private final Map<Phase, Sums> all = new EnumMap<>(Phase.class);

  public Timings() {
    for (Phase phase : Phase.values()) {
      all.put(phase, new Sums());
    }
  }

  private static final class Sums {
    private long nanos;
    private final LongAdder bytes = new LongAdder();
  }

  /**
   * Does some work.
   *
   * @param moved the bytes of the arrays that it reads and of those that it writes, each counted as
   *     often as the work goes through it
   */
  public void time(Phase phase, long moved, Runnable work) {
    long start = System.nanoTime();
    work.run();
    Sums sums = all.get(phase);
    sums.nanos += System.nanoTime() - start;
    sums.bytes.add(moved);
  }

  /** Does some work on one of the workers; the time of the first counts, which is the caller. */
  public void time(int part, Phase phase, long moved, Runnable work) {
    if (part == 0) {
      time(phase, moved, work);
    } else {
      work.run();
      all.get(phase).bytes.add(moved);
    }
  }

  /** Seconds since the engine was made. */
  public Map<Phase, Double> seconds() {
    Map<Phase, Double> seconds = new EnumMap<>(Phase.class);
    all.forEach((phase, sums) -> seconds.put(phase, sums.nanos / 1e9));
    return seconds;
  }

  /** Bytes read and written since the engine was made. */
  public Map<Phase, Long> bytesMoved() {
    Map<Phase, Long> moved = new EnumMap<>(Phase.class);
    all.forEach((phase, sums) -> moved.put(phase, sums.bytes.sum()));
    return moved;
  }
}
