// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.cli;

import java.awt.image.BufferedImage;

/** Pixels of a data set as a picture in memory. */
final class SmallPicture {
  private SmallPicture() {}

  /** A square picture; {@code pixels} is [side, side, 3]. */
  static BufferedImage of(byte[] pixels, int side) {
    BufferedImage picture = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < side * side; i++) {
      int rgb =
          (pixels[3 * i] & 0xff) << 16 | (pixels[3 * i + 1] & 0xff) << 8 | pixels[3 * i + 2] & 0xff;
      picture.setRGB(i % side, i / side, rgb);
    }
    return picture;
  }
}
