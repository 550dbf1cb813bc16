// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.kernel;

/**
 * Moves of runs of bits from words of an image to words of a window: {@code window[to] = window[to]
 * & keep | rotateLeft(image[from], rotation) & mask}. The arrays have one element a move and are
 * not copied. Moves to the same word follow one another, and every word of a window has one.
 *
 * @param from the word a run comes from, from the start of the window in the image
 * @param rotation how far its bits are rotated to the left
 * @param mask ones where its bits come to lie
 * @param to the word it goes to
 * @param keep 0 for the first move to a word, else -1
 */
public record BitMoves(int[] from, int[] rotation, int[] mask, int[] to, int[] keep) {

  /** {@return the number of moves} */
  public int count() {
    return from.length;
  }

  /** Returns whether every word of a window is one whole word, in order. */
  boolean areWhole() {
    int difference = 0;
    for (int i = 0; i < to.length; i++) {
      difference |= to[i] ^ i | ~mask[i] | rotation[i];
    }
    return difference == 0;
  }
}
