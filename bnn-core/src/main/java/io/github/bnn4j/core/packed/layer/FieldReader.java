// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.packed.layer;

import io.github.bnn4j.core.bit.BitTensor;
import io.github.bnn4j.core.shape.ConvGeometry;
import io.github.bnn4j.core.shape.Window;

/** Where the fields of a layer come from, as {@link FieldWriter} wrote them. */
public interface FieldReader {

  /** {@return the next count, 0 to 65,535} */
  int count();

  /** {@return the next window} */
  Window window();

  /** {@return the next sizes of a convolution} */
  ConvGeometry geometry();

  /**
   * Reads numbers in single precision.
   *
   * @param count how many
   * @return the numbers
   */
  float[] floats(int count);

  /**
   * Reads integers.
   *
   * @param count how many
   * @return the integers
   */
  int[] integers(int count);

  /**
   * Reads bits.
   *
   * @param shape their shape
   * @return the bits
   */
  BitTensor bits(int... shape);
}
