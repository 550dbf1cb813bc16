// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.images;

/** Columns and rows of a picture. */
record Size(int width, int height) {
  long pixels() {
    return (long) width * height;
  }

  Size swapped() {
    return new Size(/* width= */ height, /* height= */ width);
  }
}
