// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.check;

import java.util.Locale;

/** The one way this library refuses an argument. */
public final class Require {

  private Require() {}

  /**
   * Throws unless a condition holds.
   *
   * @param condition what must hold
   * @param message a sentence that says what was wrong, as {@link String#format} takes it
   * @param values what the message names
   * @throws IllegalArgumentException if it does not hold, with the formatted message
   */
  public static void that(boolean condition, String message, Object... values) {
    if (!condition) {
      throw new IllegalArgumentException(String.format(Locale.ROOT, message, values));
    }
  }
}
