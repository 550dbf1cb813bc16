// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.spark.input;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.util.Locale;
import org.apache.spark.ml.image.ImageSchema;
import org.apache.spark.sql.Row;

/**
 * Spark's image structure: height, width, channels, and rows of bytes, blue first, as OpenCV has
 * them. Grey images have one channel, images with transparency four.
 */
final class ImageStructure {

  private ImageStructure() {}

  /** The picture, on the structure's own bytes. */
  static BufferedImage picture(Row image) {
    if (image.anyNull()) {
      throw new UnusablePicture("The image structure has empty fields.");
    }
    int height = image.getAs("height");
    int width = image.getAs("width");
    int channels = image.getAs("nChannels");
    int mode = image.getAs("mode");
    byte[] data = image.getAs("data");
    if (height < 1 || width < 1) {
      throw new UnusablePicture(
          String.format(
                  Locale.ROOT,
                  "The image has %d x %d pixels; Spark's image source gives such where it could not read",
                  width,
                  height)
              + " the file.");
    }
    if (!isOfBytes(channels, mode)) {
      throw new UnusablePicture(
          String.format(
              Locale.ROOT,
              "The image has %d channels and the OpenCV type %d; read are 1, 3 or 4 channels of bytes.",
              channels,
              mode));
    }
    if ((long) height * width * channels != data.length) {
      throw new UnusablePicture(
          String.format(
              Locale.ROOT,
              "An image of %d x %d pixels with %d channels takes %d bytes, not %d.",
              width,
              height,
              channels,
              (long) height * width * channels,
              data.length));
    }
    return picture(height, width, channels, data);
  }

  /** OpenCV's type of 8 bits a channel is 8 times the number of channels but one. */
  private static boolean isOfBytes(int channels, int mode) {
    return (channels == 1 || channels == 3 || channels == 4)
        && mode == 8 * (channels - 1)
        && ImageSchema.javaOcvTypes().containsValue(mode);
  }

  /** Red, green and blue, and alpha if there is one, by their places among a pixel's bytes. */
  private static BufferedImage picture(int height, int width, int channels, byte[] data) {
    int[] places =
        switch (channels) {
          case 1 -> new int[] {0, 0, 0};
          case 3 -> new int[] {2, 1, 0};
          default -> new int[] {2, 1, 0, 3};
        };
    WritableRaster raster =
        Raster.createInterleavedRaster(
            new DataBufferByte(data, data.length),
            width,
            height,
            width * channels,
            channels,
            places,
            null);
    boolean transparent = channels == 4;
    ComponentColorModel colours =
        new ComponentColorModel(
            ColorSpace.getInstance(ColorSpace.CS_sRGB),
            transparent,
            false,
            transparent ? BufferedImage.TRANSLUCENT : BufferedImage.OPAQUE,
            DataBuffer.TYPE_BYTE);
    return new BufferedImage(colours, raster, false, null);
  }
}
