// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.images;

import java.awt.Point;
import java.awt.Rectangle;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.PixelInterleavedSampleModel;
import java.awt.image.Raster;
import java.awt.image.SampleModel;
import java.awt.image.WritableRaster;
import java.util.stream.IntStream;

/**
 * A raster that keeps nothing of what is written to it: each row goes on to where it is used. A
 * reader that decodes from top to bottom, as that of JPEG in the JDK does, needs no memory for the
 * whole picture then.
 */
final class PassingRaster extends WritableRaster {
  private final Sink sink;
  private int rows;

  /** Takes a row, a raster of one; its samples are overwritten after the call. */
  @FunctionalInterface
  interface Sink {
    void row(Raster row, int y);
  }

  PassingRaster(Rectangle part, int bands, Sink sink) {
    super(samples(part, bands), new DataBufferByte(1), new Point());
    this.sink = sink;
  }

  /** One that keeps what is written to it, for readers that come back to rows. */
  static WritableRaster whole(Rectangle part, int bands) {
    return Raster.createWritableRaster(samples(part, bands), null);
  }

  private static SampleModel samples(Rectangle part, int bands) {
    return new PixelInterleavedSampleModel(
        DataBuffer.TYPE_BYTE,
        part.width,
        part.height,
        bands,
        part.width * bands,
        IntStream.range(0, bands).toArray());
  }

  /** The image to give to a reader as its destination: of grey, or of red, green and blue. */
  static BufferedImage image(WritableRaster raster) {
    int space = raster.getNumBands() == 1 ? ColorSpace.CS_GRAY : ColorSpace.CS_sRGB;
    ColorModel model =
        new ComponentColorModel(
            ColorSpace.getInstance(space), false, false, ColorModel.OPAQUE, DataBuffer.TYPE_BYTE);
    return new BufferedImage(model, raster, false, null);
  }

  /** How many rows came. */
  int rows() {
    return rows;
  }

  @Override
  public void setRect(int x, int y, Raster row) {
    if (y != rows++) {
      throw new IllegalStateException("row " + y + " is not the next one");
    }
    sink.row(row, y);
  }
}
