// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.images;

/**
 * What share the pixels along one axis have in each pixel they become: when shrinking the mean over
 * the area that becomes one, when enlarging linear interpolation between the nearest two.
 *
 * <p>Shares are in units of 2^-22 and add up to 1, so that a sum of bytes with them is an int.
 */
final class Axis {
  static final int ONE = 1 << 22;

  private final int[] first;
  private final int[][] shares;

  /**
   * Computes the shares.
   *
   * @param sources how many pixels there are
   * @param targets how many they become
   */
  Axis(int sources, int targets) {
    first = new int[targets];
    shares = new int[targets][];
    for (int t = 0; t < targets; t++) {
      if (sources >= targets) {
        average(t, sources, targets);
      } else {
        interpolate(t, sources, targets);
      }
    }
  }

  /** Target t covers [t, t + 1) * sources / targets of the source axis. */
  private void average(int t, int sources, int targets) {
    long from = (long) t * sources;
    long to = from + sources;
    first[t] = (int) (from / targets);
    int last = (int) ((to - 1) / targets);
    shares[t] = new int[last - first[t] + 1];
    long before = 0;
    for (int i = 0; i < shares[t].length; i++) {
      long covered = Math.min(to, ((long) first[t] + i + 1) * targets) - from;
      // sums are rounded, not shares, whose errors would add up where there are a million of them
      long sum = (covered * ONE + sources / 2) / sources;
      shares[t][i] = (int) (sum - before);
      before = sum;
    }
  }

  private void interpolate(int t, int sources, int targets) {
    double centre = (t + 0.5) * sources / targets - 0.5;
    double clamped = Math.max(0, Math.min(sources - 1, centre));
    first[t] = (int) clamped;
    int second = (int) Math.round((clamped - first[t]) * ONE);
    shares[t] = second == 0 ? new int[] {ONE} : new int[] {ONE - second, second};
  }

  /** The first source pixel that has a share in a target pixel. */
  int first(int target) {
    return first[target];
  }

  /** The shares of that and the following source pixels; not to be changed. */
  int[] shares(int target) {
    return shares[target];
  }

  /** The share of one source pixel in a target pixel, 0 to 1. */
  float share(int target, int source) {
    int i = source - first[target];
    return i < 0 || i >= shares[target].length ? 0 : (float) shares[target][i] / ONE;
  }
}
