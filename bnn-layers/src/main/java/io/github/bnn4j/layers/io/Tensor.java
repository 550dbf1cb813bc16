// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.io;

import java.util.Arrays;
import java.util.Locale;

/**
 * Numbers with a shape, outermost size first.
 *
 * @param shape sizes; their product is the number of values
 * @param values the numbers, last index fastest; not copied
 */
public record Tensor(long[] shape, float[] values) {

  /**
   * Checks that both fit.
   *
   * @param shape sizes
   * @param values the numbers, last index fastest
   * @throws IllegalArgumentException if the sizes do not multiply to the number of values
   */
  public Tensor {
    long product = size(shape);
    if (product != values.length) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "A tensor of shape %s has %d values, not %d.",
              Arrays.toString(shape),
              product,
              values.length));
    }
  }

  /** How many values a shape has. */
  static long size(long[] shape) {
    long product = 1;
    for (long size : shape) {
      product = Math.multiplyExact(product, size);
    }
    return product;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Tensor that
        && Arrays.equals(shape, that.shape)
        && Arrays.equals(values, that.values);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(shape) + Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return "Tensor" + Arrays.toString(shape);
  }
}
