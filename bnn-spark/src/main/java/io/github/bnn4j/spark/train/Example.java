// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.spark.train;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Comparator;

/**
 * A labelled image.
 *
 * @param pixels unsigned bytes {@code [H, W, C]}; not copied
 * @param label number of its class
 */
public record Example(byte[] pixels, int label) implements Serializable {

  /** An order that depends on nothing but the examples. */
  static final Comparator<Example> CANONICAL =
      Comparator.comparing(Example::pixels, Arrays::compareUnsigned)
          .thenComparingInt(Example::label);

  /** A hash whose every bit depends on every pixel, and the same in every JVM. */
  int mixedHash() {
    int hash = 31 * Arrays.hashCode(pixels) + label;
    hash = (hash ^ hash >>> 16) * 0x85ebca6b;
    hash = (hash ^ hash >>> 13) * 0xc2b2ae35;
    return hash ^ hash >>> 16;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Example that
        && label == that.label
        && Arrays.equals(pixels, that.pixels);
  }

  @Override
  public int hashCode() {
    return mixedHash();
  }
}
