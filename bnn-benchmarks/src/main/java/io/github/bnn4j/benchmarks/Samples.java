// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.benchmarks;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Measured times, in one unit. */
public final class Samples {

  private final List<Double> values = new ArrayList<>();

  /** Adds times. */
  public void addAll(Collection<Double> times) {
    values.addAll(times);
  }

  /** Adds a time. */
  public void add(double time) {
    values.add(time);
  }

  /** Adds the milliseconds since a moment of {@link System#nanoTime}. */
  public void addSince(long start) {
    values.add((System.nanoTime() - start) / 1e6);
  }

  /** The number of times. */
  public int size() {
    return values.size();
  }

  /**
   * The time that half of them are below.
   *
   * @throws IllegalStateException if nothing was measured
   */
  public double median() {
    if (values.isEmpty()) {
      throw new IllegalStateException("Nothing was measured.");
    }
    List<Double> sorted = values.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }
}
