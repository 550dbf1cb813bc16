// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.speedup;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * Times convolutions as bits and as floats, in turns, so that whatever else the machine does hits
 * all of them alike. Ours run on one thread; oneDNN does so only in a process that was started with
 * the variable OMP_NUM_THREADS at 1.
 */
public final class Speedup {
  private static final long WARM_UP_NANOS = 1_500_000_000L;

  private Speedup() {}

  /** How many threads oneDNN may use: the paper's comparison, and ours, is with one. */
  static String oneDnnThreads() {
    return System.getenv().getOrDefault("OMP_NUM_THREADS", "all");
  }

  /**
   * A convolution and its times.
   *
   * @param naiveMilliseconds six plain float loops in Java
   * @param oneDnnMilliseconds the float convolution of oneDNN
   * @param packedMilliseconds our packed convolution, from bits to bits
   */
  public record Timing(
      Convolution convolution,
      double naiveMilliseconds,
      double oneDnnMilliseconds,
      double packedMilliseconds) {

    /** How many times faster than plain loops the packed convolution is. */
    public double overNaive() {
      return naiveMilliseconds / packedMilliseconds;
    }

    /** How many times faster than oneDNN the packed convolution is. */
    public double overOneDnn() {
      return oneDnnMilliseconds / packedMilliseconds;
    }
  }

  /**
   * Measures convolutions.
   *
   * @param turns how often each way to compute one is timed; the median counts
   * @param progress hears how many turns of all convolutions are done
   */
  public static List<Timing> measure(
      List<Convolution> convolutions, int turns, IntConsumer progress) {
    List<Timing> timings = new ArrayList<>();
    for (Convolution convolution : convolutions) {
      int before = timings.size() * turns;
      timings.add(measure(convolution, turns, done -> progress.accept(before + done)));
    }
    return timings;
  }

  private static Timing measure(Convolution convolution, int turns, IntConsumer progress) {
    try (Contestant naive = new NaiveConvolution(convolution);
        Contestant oneDnn = new OneDnnConvolution(convolution);
        Contestant packed = new PackedConvolution(convolution)) {
      naive.milliseconds();
      warmUp(oneDnn, packed);
      double[][] times = new double[3][turns];
      for (int turn = 0; turn < turns; turn++) {
        times[0][turn] = naive.milliseconds();
        times[1][turn] = quick(oneDnn);
        times[2][turn] = quick(packed);
        progress.accept(turn + 1);
      }
      return new Timing(convolution, median(times[0]), median(times[1]), median(times[2]));
    }
  }

  private static void warmUp(Contestant oneDnn, Contestant packed) {
    FastestKernel.await();
    long start = System.nanoTime();
    while (System.nanoTime() - start < WARM_UP_NANOS) {
      oneDnn.milliseconds();
      packed.milliseconds();
    }
  }

  /** The shortest of a few runs right behind each other: the first ones fill the caches. */
  private static double quick(Contestant contestant) {
    double shortest = contestant.milliseconds();
    for (int i = 0; i < 4; i++) {
      shortest = Math.min(shortest, contestant.milliseconds());
    }
    return shortest;
  }

  private static double median(double[] times) {
    double[] sorted = times.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
