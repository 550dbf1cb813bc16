// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.packed.plan;

/**
 * A few blocks of the pixels of an output: few enough that what is prepared for them is still in
 * the cache when it is used.
 */
final class Strip {

  /** The most blocks of a strip. */
  static final int MAX_BLOCKS = 32;

  private static final int INTS = 1 << 14;

  private Strip() {}

  /** Returns the blocks of a strip whose windows take that many ints a block. */
  static int blocks(int intsPerBlock) {
    return Math.max(1, Math.min(MAX_BLOCKS, INTS / intsPerBlock));
  }
}
