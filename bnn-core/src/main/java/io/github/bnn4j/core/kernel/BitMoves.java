// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.kernel;

/**
 * Moves of runs of bits from words of an image to words of a window: {@code window[to] |=
 * (image[from] >>> shift & mask) << toShift}. The arrays have one element a move and are not
 * copied.
 *
 * @param from the word a run comes from, from the start of the window in the image
 * @param shift its first bit there
 * @param mask its width, as ones from bit 0
 * @param to the word it goes to
 * @param toShift its first bit there
 */
public record BitMoves(int[] from, int[] shift, int[] mask, int[] to, int[] toShift) {

  /** {@return the number of moves} */
  public int count() {
    return from.length;
  }
}
