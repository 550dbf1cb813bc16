// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.cifar10;

import java.util.Arrays;

/**
 * Probabilities of a one-bit, one for each context, that follow the bits seen so far.
 *
 * <p>Each is the mean of a fast and a slow moving average (rates 1/16 and 1/128), in units of
 * 1/65536. Not thread-safe.
 */
final class AdaptiveBits {
  private static final int ONE = 1 << 16;
  private static final int FAST = 4;
  private static final int SLOW = 7;

  private final int[] fast;
  private final int[] slow;

  AdaptiveBits(int contexts) {
    fast = new int[contexts];
    slow = new int[contexts];
    Arrays.fill(fast, ONE / 2);
    Arrays.fill(slow, ONE / 2);
  }

  /**
   * The probability that the next bit is 1, in 1/65536, never so near 0 or 1 that a bit is free.
   */
  int probability(int context) {
    int mean = (fast[context] + slow[context]) >>> 1;
    return Math.max(32, Math.min(ONE - 32, mean));
  }

  void update(int context, int bit) {
    int target = bit << 16;
    fast[context] += (target - fast[context]) >> FAST;
    slow[context] += (target - slow[context]) >> SLOW;
  }
}
