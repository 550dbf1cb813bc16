// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.images;

import java.awt.Rectangle;

/**
 * Where the first row and the first column of a stored picture belong when it is looked at, as the
 * field Orientation of EXIF says: the names are the sides at which row 0 and column 0 are seen.
 */
enum Orientation {
  TOP_LEFT(false, false, false),
  TOP_RIGHT(false, true, false),
  BOTTOM_RIGHT(false, true, true),
  BOTTOM_LEFT(false, false, true),
  LEFT_TOP(true, false, false),
  RIGHT_TOP(true, false, true),
  RIGHT_BOTTOM(true, true, true),
  LEFT_BOTTOM(true, true, false);

  private final boolean swapped;
  private final boolean mirroredColumns;
  private final boolean mirroredRows;

  Orientation(boolean swapped, boolean mirroredColumns, boolean mirroredRows) {
    this.swapped = swapped;
    this.mirroredColumns = mirroredColumns;
    this.mirroredRows = mirroredRows;
  }

  /** The orientation of a number, 1 to 8; others, which some cameras write, mean nothing. */
  static Orientation of(long number) {
    return number >= 1 && number <= values().length ? values()[(int) number - 1] : TOP_LEFT;
  }

  /** The size of the upright picture if this is the size of the stored one, and vice versa. */
  Size turn(Size size) {
    return swapped ? size.swapped() : size;
  }

  /** Which part of the stored picture is seen as a part of the upright one. */
  Rectangle stored(Rectangle upright, Size stored) {
    int x = swapped ? upright.y : upright.x;
    int y = swapped ? upright.x : upright.y;
    int width = swapped ? upright.height : upright.width;
    int height = swapped ? upright.width : upright.height;
    return new Rectangle(
        mirroredColumns ? stored.width() - x - width : x,
        mirroredRows ? stored.height() - y - height : y,
        width,
        height);
  }

  /** The picture as it is looked at. */
  Rgb upright(Rgb stored) {
    Size size = turn(stored.size());
    Rgb upright = Rgb.black(size);
    for (int y = 0; y < size.height(); y++) {
      for (int x = 0; x < size.width(); x++) {
        Rectangle pixel = stored(new Rectangle(x, y, 1, 1), stored.size());
        upright.copyPixel(x, y, stored, pixel.x, pixel.y);
      }
    }
    return upright;
  }
}
