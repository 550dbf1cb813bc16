// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.check;

import java.util.Locale;

/** A number of things as sentences name it, where it may be one. */
public final class Count {

  private Count() {}

  /**
   * Counts things.
   *
   * @param number how many
   * @param thing one of them, whose plural ends with s
   * @return such as {@code 1 image} or {@code 10,000 images}
   */
  public static String of(long number, String thing) {
    return of(number, thing, thing + "s");
  }

  /**
   * Counts things.
   *
   * @param number how many
   * @param one the word for one of them
   * @param more the word for any other number of them
   * @return such as {@code 1 class} or {@code 10 classes}
   */
  public static String of(long number, String one, String more) {
    return String.format(Locale.ROOT, "%,d %s", number, number == 1 ? one : more);
  }
}
