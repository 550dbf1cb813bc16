// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.report;

import java.util.Locale;

/** How many of something there are, in words. */
public final class Count {
  private Count() {}

  /**
   * Such as {@code 1 image} and {@code 2,000 images}.
   *
   * @param one the word for one of them; for more it gets an s
   */
  public static String of(long count, String one) {
    return String.format(Locale.ROOT, "%,d %s%s", count, one, count == 1 ? "" : "s");
  }
}
