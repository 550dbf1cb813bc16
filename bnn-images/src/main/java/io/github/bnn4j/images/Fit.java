// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.images;

import java.awt.Rectangle;

/** How a picture of any shape becomes an image of a given one. */
public enum Fit {

  /** The middle of the picture, as large as it fits; what is over at two sides is cut off. */
  CROP,

  /** The whole picture, in the middle of the image; the rest of it is background. */
  PAD,

  /** The whole picture, with height and width changed independently of each other. */
  STRETCH;

  /** The part of a picture that is used. */
  Rectangle part(Size picture, Size image) {
    int width = picture.width();
    int height = picture.height();
    if (this == CROP) {
      width = (int) Math.min(width, scaled(height, image.width(), image.height()));
      height = (int) Math.min(height, scaled(width, image.height(), image.width()));
    }
    return new Rectangle(
        (picture.width() - width) / 2, (picture.height() - height) / 2, width, height);
  }

  /** The size in which that part is seen in the image. */
  Size content(Size picture, Size image) {
    int width = image.width();
    int height = image.height();
    if (this == PAD) {
      width = (int) Math.min(width, scaled(height, picture.width(), picture.height()));
      height = (int) Math.min(height, scaled(width, picture.height(), picture.width()));
    }
    return new Size(width, height);
  }

  /** Of a length, numerator / denominator, at least 1. */
  private static long scaled(int length, int numerator, int denominator) {
    return Math.max(1, Math.round((double) length * numerator / denominator));
  }
}
