// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.images;

/** Takes a picture row by row, from top to bottom. */
@FunctionalInterface
interface RowSink {

  /**
   * Takes a row.
   *
   * @param y its number
   * @param argb its pixels as 0xAARRGGBB in sRGB, alpha not multiplied in; may be overwritten by
   *     the call and after it
   */
  void row(int y, int[] argb);
}
