// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.cifar10;

import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.util.Locale;

/**
 * The images of a batch as one picture: rows of 100 images of 32 x 32 pixels, in their order.
 *
 * <p>A record has its red, green and blue bytes one plane after another, as a raster gives and
 * takes the samples of a rectangle.
 */
final class Mosaic {
  /** How many images stand side by side. */
  static final int COLUMNS = 100;

  private static final int SIDE = Cifar10Dataset.SIDE;
  private static final int COLOURS = 3;

  private Mosaic() {}

  /** The picture of all records, whose number is a multiple of {@link #COLUMNS}. */
  static BufferedImage of(byte[] records) {
    int rows = records.length / BatchFormat.RECORD / COLUMNS;
    BufferedImage picture =
        new BufferedImage(COLUMNS * SIDE, rows * SIDE, BufferedImage.TYPE_INT_RGB);
    WritableRaster raster = picture.getRaster();
    int[] plane = new int[BatchFormat.PLANE];
    for (int image = 0; image < rows * COLUMNS; image++) {
      int at = image * BatchFormat.RECORD + 1;
      for (int colour = 0; colour < COLOURS; colour++) {
        for (int i = 0; i < plane.length; i++) {
          plane[i] = records[at++] & 0xff;
        }
        raster.setSamples(left(image), top(image), SIDE, SIDE, colour, plane);
      }
    }
    return picture;
  }

  /**
   * Puts the pixels of a picture into records, and leaves their labels alone.
   *
   * @param records as many as the picture has images
   * @throws DataSetException if the picture is no mosaic of so many colour images
   */
  static void read(BufferedImage picture, byte[] records) {
    int images = records.length / BatchFormat.RECORD;
    Raster raster = picture.getRaster();
    if (raster.getWidth() != COLUMNS * SIDE
        || raster.getHeight() != images / COLUMNS * SIDE
        || raster.getNumBands() < COLOURS) {
      throw new DataSetException(
          String.format(
              Locale.ROOT,
              "The mosaic has %d x %d pixels of %d colours instead of %d x %d of %d.",
              raster.getWidth(),
              raster.getHeight(),
              raster.getNumBands(),
              COLUMNS * SIDE,
              images / COLUMNS * SIDE,
              COLOURS));
    }
    int[] plane = new int[BatchFormat.PLANE];
    for (int image = 0; image < images; image++) {
      int at = image * BatchFormat.RECORD + 1;
      for (int colour = 0; colour < COLOURS; colour++) {
        raster.getSamples(left(image), top(image), SIDE, SIDE, colour, plane);
        for (int sample : plane) {
          records[at++] = (byte) sample;
        }
      }
    }
  }

  private static int left(int image) {
    return image % COLUMNS * SIDE;
  }

  private static int top(int image) {
    return image / COLUMNS * SIDE;
  }
}
