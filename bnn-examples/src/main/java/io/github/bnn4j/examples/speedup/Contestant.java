// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.speedup;

/** One way to compute a convolution. */
interface Contestant extends AutoCloseable {

  /** Computes it once and says how long that took. */
  double milliseconds();

  @Override
  default void close() {}
}
