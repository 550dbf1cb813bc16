// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.train.text;

import java.math.BigDecimal;

/** Numbers as a recipe writes them: {@code 0.00001}, not {@code 1.0E-5}. */
public final class PlainNumber {

  private PlainNumber() {}

  /**
   * Writes a number without an exponent.
   *
   * @param value a finite number
   * @return its shortest digits, with as many zeros as it takes
   */
  public static String of(double value) {
    return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
  }
}
