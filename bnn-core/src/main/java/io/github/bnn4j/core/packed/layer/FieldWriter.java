// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.packed.layer;

import io.github.bnn4j.core.bit.BitTensor;
import io.github.bnn4j.core.shape.ConvGeometry;
import io.github.bnn4j.core.shape.Window;

/**
 * Where the fields of a layer go, one after the other; what it does with them is its own affair.
 */
public interface FieldWriter {

  /**
   * Writes a count.
   *
   * @param value the count, 0 to 65,535
   * @throws IllegalArgumentException if it is out of range
   */
  void count(int value);

  /**
   * Writes a window.
   *
   * @param window the window
   */
  void window(Window window);

  /**
   * Writes the sizes of a convolution.
   *
   * @param geometry the sizes
   */
  void geometry(ConvGeometry geometry);

  /**
   * Writes numbers in single precision; how many is for the reader to know.
   *
   * @param values the numbers
   */
  void floats(float[] values);

  /**
   * Writes integers; how many is for the reader to know.
   *
   * @param values the integers
   */
  void integers(int[] values);

  /**
   * Writes bits; how many is for the reader to know.
   *
   * @param bits the bits
   */
  void bits(BitTensor bits);
}
