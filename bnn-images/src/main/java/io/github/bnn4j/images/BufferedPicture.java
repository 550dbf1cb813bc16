// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.images;

import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.awt.image.Raster;

/** A picture in memory, upright. */
record BufferedPicture(BufferedImage image) implements Picture {

  @Override
  public Size size() {
    return new Size(image.getWidth(), image.getHeight());
  }

  @Override
  public Orientation orientation() {
    return Orientation.TOP_LEFT;
  }

  @Override
  public long memory() {
    return 0;
  }

  @Override
  public void read(Rectangle part, RowSink sink) {
    Raster raster = image.getRaster();
    Colours colours = Colours.of(image.getColorModel());
    int[] argb = new int[part.width];
    for (int y = 0; y < part.height; y++) {
      colours.row(raster, part.x, part.y + y, argb);
      sink.row(y, argb);
    }
  }
}
