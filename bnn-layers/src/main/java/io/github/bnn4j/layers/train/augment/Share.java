// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.train.augment;

import io.github.bnn4j.core.check.Require;
import java.util.random.RandomGenerator;

/** Draws shares of two images from the distribution Beta(alpha, alpha). */
final class Share {

  private Share() {}

  static void check(double alpha) {
    Require.that(alpha > 0 && alpha <= 1, "The alpha of a mixing is above 0 to 1, not %s.", alpha);
  }

  /**
   * M. D. Joehnk's method of 1964: a pair of powers of even numbers, of those whose sum is at most
   * 1.
   */
  static double draw(double alpha, RandomGenerator random) {
    while (true) {
      double one = Math.pow(random.nextDouble(), 1 / alpha);
      double two = Math.pow(random.nextDouble(), 1 / alpha);
      if (one + two > 0 && one + two <= 1) {
        return one / (one + two);
      }
    }
  }
}
