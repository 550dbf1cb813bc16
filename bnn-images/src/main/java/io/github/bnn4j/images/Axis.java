// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.images;

/**
 * The share that each source pixel along one axis has in each target pixel: when shrinking the mean
 * over the area that becomes one pixel, when enlarging linear interpolation between the nearest
 * two. The shares in a target pixel add up to 1.
 */
final class Axis {
  private final int[] begin;
  private final int[] target;
  private final float[] share;

  /**
   * Computes the shares.
   *
   * @param source how many pixels there are
   * @param targets how many they become
   */
  Axis(int source, int targets) {
    int most = source + 2 * targets;
    begin = new int[source + 1];
    target = new int[most];
    share = new float[most];
    if (source >= targets) {
      average(source, targets);
    } else {
      interpolate(source, targets);
    }
  }

  /** Source pixel i covers [i, i + 1) * targets / source of the target axis. */
  private void average(int source, int targets) {
    int n = 0;
    for (int i = 0; i < source; i++) {
      begin[i] = n;
      long from = (long) i * targets;
      long to = from + targets;
      for (long t = from / source; t * source < to; t++) {
        long overlap = Math.min(to, (t + 1) * source) - Math.max(from, t * source);
        target[n] = (int) t;
        share[n++] = (float) ((double) overlap / source);
      }
    }
    begin[source] = n;
  }

  private void interpolate(int source, int targets) {
    int n = 0;
    for (int i = 0; i < source; i++) {
      begin[i] = n;
      for (int t = 0; t < targets; t++) {
        double centre = (t + 0.5) * source / targets - 0.5;
        double clamped = Math.max(0, Math.min(source - 1, centre));
        double weight = 1 - Math.abs(clamped - i);
        if (weight > 0) {
          target[n] = t;
          share[n++] = (float) weight;
        }
      }
    }
    begin[source] = n;
  }

  /** The first entry of a source pixel; its last is before that of the next. */
  int begin(int source) {
    return begin[source];
  }

  int target(int entry) {
    return target[entry];
  }

  float share(int entry) {
    return share[entry];
  }
}
