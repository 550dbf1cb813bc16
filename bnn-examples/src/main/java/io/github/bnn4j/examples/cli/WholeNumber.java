// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads whole numbers from a least one on. */
abstract class WholeNumber implements ITypeConverter<Integer> {
  private final int least;

  private WholeNumber(int least) {
    this.least = least;
  }

  @Override
  public final Integer convert(String text) {
    try {
      int number = Integer.parseInt(text);
      if (number >= least) {
        return number;
      }
    } catch (NumberFormatException e) {
      // the same message as for a number that is too small
    }
    throw new TypeConversionException("'" + text + "' is no whole number from " + least + " on");
  }

  /** From 1 on. */
  static final class Positive extends WholeNumber {
    Positive() {
      super(1);
    }
  }

  /** From 0 on. */
  static final class NotNegative extends WholeNumber {
    NotNegative() {
      super(0);
    }
  }
}
