// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.images;

/** An array that is used again for each row of a picture. Not safe for use by many threads. */
final class Scratch {
  private int[] array = {};

  /** Of the length, with anything in it. */
  int[] of(int length) {
    if (array.length != length) {
      array = new int[length];
    }
    return array;
  }
}
