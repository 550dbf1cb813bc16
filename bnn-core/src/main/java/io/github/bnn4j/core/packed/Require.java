// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.packed;

import java.util.Locale;

/** The one way this package refuses an argument. */
final class Require {

  private Require() {}

  /** Throws an {@link IllegalArgumentException} with the formatted message unless it is true. */
  static void that(boolean condition, String message, Object... values) {
    if (!condition) {
      throw new IllegalArgumentException(String.format(Locale.ROOT, message, values));
    }
  }
}
