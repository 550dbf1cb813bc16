// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.benchmarks;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Times things in turns, A B A B, so that whatever else the machine does hits all of them alike.
 *
 * @param warmUp turns of each that are not measured
 * @param measured turns of each that are
 * @param runs measured runs of a turn
 */
public record Turns(int warmUp, int measured, int runs) {

  /** Runs at the start of a turn that bring its data back into the caches. */
  private static final int UNMEASURED_RUNS = 2;

  /** The median time of each, in milliseconds. */
  public Map<String, Double> medians(Map<String, Runnable> contestants) {
    for (int turn = 0; turn < warmUp; turn++) {
      contestants.values().forEach(work -> take(work, new Samples()));
    }
    Map<String, Samples> samples = new LinkedHashMap<>();
    contestants.keySet().forEach(name -> samples.put(name, new Samples()));
    for (int turn = 0; turn < measured; turn++) {
      contestants.forEach((name, work) -> take(work, samples.get(name)));
    }
    Map<String, Double> medians = new LinkedHashMap<>();
    samples.forEach((name, times) -> medians.put(name, times.median()));
    return medians;
  }

  private void take(Runnable work, Samples samples) {
    for (int i = 0; i < UNMEASURED_RUNS; i++) {
      work.run();
    }
    for (int i = 0; i < runs; i++) {
      long start = System.nanoTime();
      work.run();
      samples.addSince(start);
    }
  }
}
