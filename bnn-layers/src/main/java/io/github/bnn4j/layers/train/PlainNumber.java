// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.train;

import java.math.BigDecimal;

/** Numbers as a recipe writes them: {@code 0.00001}, not {@code 1.0E-5}. */
final class PlainNumber {

  private PlainNumber() {}

  static String of(double value) {
    return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
  }
}
