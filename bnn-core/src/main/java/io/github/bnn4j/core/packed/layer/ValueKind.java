// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.packed.layer;

/** What the elements of a value between two layers are. */
public enum ValueKind {
  /** Numbers in single precision. */
  FLOAT,
  /** Exact sums of signs. */
  INT,
  /** Signs, one bit each: 0 is +1, 1 is -1. */
  BITS
}
