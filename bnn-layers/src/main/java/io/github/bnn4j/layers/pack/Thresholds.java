// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.pack;

import io.github.bnn4j.core.bit.BitTensor;
import io.github.bnn4j.core.packed.layer.AvgPoolThreshold;
import io.github.bnn4j.core.packed.layer.FloatThreshold;
import io.github.bnn4j.core.packed.layer.IntThreshold;
import io.github.bnn4j.core.shape.Window;
import io.github.bnn4j.layers.ChannelFunction;
import java.util.function.LongPredicate;
import java.util.stream.IntStream;

/**
 * Folds a monotone function and the sign after it into one comparison a channel.
 *
 * <p>A threshold is searched, not solved for: it is the very point where the function, evaluated in
 * double, changes its sign. So negative and zero scales, thresholds out of range and rounding need
 * no cases of their own.
 */
final class Thresholds {

  private Thresholds() {}

  /** For integers from -bound to bound. */
  static IntThreshold ofIntegers(ChannelFunction function, int channels, int bound) {
    int[] thresholds = new int[channels];
    boolean[] flips = new boolean[channels];
    for (int c = 0; c < thresholds.length; c++) {
      int channel = c;
      LongPredicate positive = z -> function.isPositive(channel, (double) z);
      flips[c] = falls(positive, -bound, bound);
      thresholds[c] = (int) firstAfterChange(positive, flips[c], -bound, bound);
    }
    return new IntThreshold(thresholds, BitTensor.ofBits(flips, flips.length));
  }

  /** For all finite floats. */
  static FloatThreshold ofFloats(ChannelFunction function, int channels) {
    float[] thresholds = new float[channels];
    boolean[] flips = new boolean[channels];
    long low = rank(-Float.MAX_VALUE);
    long high = rank(Float.MAX_VALUE);
    for (int c = 0; c < thresholds.length; c++) {
      int channel = c;
      LongPredicate positive = rank -> function.isPositive(channel, ofRank(rank));
      flips[c] = falls(positive, low, high);
      long first = firstAfterChange(positive, flips[c], low, high);
      thresholds[c] = first == low ? Float.NEGATIVE_INFINITY : ofRank(first);
    }
    return new FloatThreshold(thresholds, BitTensor.ofBits(flips, flips.length));
  }

  /**
   * For windows of integers from -bound to bound that are rectified, averaged and then passed on:
   * {@code after((scale * S + n * shift) / taps)}, S and n being sum and number of those integers z
   * for which {@code scale * z + shift} is above 0, or of all if nothing is rectified.
   *
   * @param scale at least 0
   */
  static AvgPoolThreshold ofAverages(
      float[] scale,
      float[] shift,
      boolean rectified,
      Window window,
      ChannelFunction after,
      int bound) {
    int channels = scale.length;
    int[] cuts = new int[channels];
    int[][] limits = new int[channels][window.taps() + 1];
    boolean[] flips = new boolean[channels];
    for (int c = 0; c < channels; c++) {
      int channel = c;
      LongPredicate counts = z -> !rectified || scale[channel] * (double) z + shift[channel] > 0;
      cuts[c] = (int) firstAfterChange(counts, false, -bound, bound);
      // For some counts the function may stay on one side of 0: any that crosses tells the way.
      flips[c] =
          IntStream.rangeClosed(1, window.taps())
              .anyMatch(
                  n ->
                      falls(
                          average(scale, shift, window, after, channel, n),
                          -(long) n * bound,
                          (long) n * bound));
      for (int n = 0; n <= window.taps(); n++) {
        LongPredicate positive = average(scale, shift, window, after, c, n);
        limits[c][n] =
            (int) firstAfterChange(positive, flips[c], -(long) n * bound, (long) n * bound);
      }
    }
    return new AvgPoolThreshold(window, cuts, limits, BitTensor.ofBits(flips, channels));
  }

  private static LongPredicate average(
      float[] scale, float[] shift, Window window, ChannelFunction after, int c, int n) {
    return sum ->
        after.isPositive(c, (scale[c] * (double) sum + n * (double) shift[c]) / window.taps());
  }

  private static boolean falls(LongPredicate positive, long low, long high) {
    return positive.test(low) && !positive.test(high);
  }

  /**
   * The first point from low to high where a rising predicate holds, or a falling one no longer
   * does; high + 1 if there is none.
   */
  private static long firstAfterChange(
      LongPredicate positive, boolean falling, long low, long high) {
    long from = low;
    long to = high + 1;
    while (from < to) {
      long middle = Math.floorDiv(from + to, 2);
      if (positive.test(middle) != falling) {
        to = middle;
      } else {
        from = middle + 1;
      }
    }
    return from;
  }

  /** Numbers floats in their order, both zeros 0. */
  private static long rank(float value) {
    int bits = Float.floatToIntBits(Math.abs(value));
    return value < 0 ? -(long) bits : bits;
  }

  private static float ofRank(long rank) {
    float magnitude = Float.intBitsToFloat((int) Math.abs(rank));
    return rank < 0 ? -magnitude : magnitude;
  }
}
