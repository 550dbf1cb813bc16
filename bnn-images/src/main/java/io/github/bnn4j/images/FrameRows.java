// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.images;

import java.awt.Rectangle;
import java.awt.image.Raster;
import java.util.Arrays;

/**
 * The rows of a picture of which a file holds one frame: what lies outside it is transparent.
 *
 * @param frame where the frame lies in the picture
 * @param raster its pixels
 * @param colours what their numbers mean
 */
record FrameRows(Rectangle frame, Raster raster, Colours colours) {

  /** Hands on the rows of a part of the picture. */
  void read(Rectangle part, RowSink sink) {
    Rectangle seen = part.intersection(frame);
    int[] argb = new int[part.width];
    int[] row = new int[Math.max(0, seen.width)];
    for (int y = part.y; y < part.y + part.height; y++) {
      Arrays.fill(argb, 0);
      if (!seen.isEmpty() && y >= seen.y && y < seen.y + seen.height) {
        colours.row(raster, seen.x - frame.x, y - frame.y, row);
        System.arraycopy(row, 0, argb, seen.x - part.x, row.length);
      }
      sink.row(y - part.y, argb);
    }
  }
}
