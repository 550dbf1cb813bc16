// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.images;

import java.awt.image.ColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;

/** Reads samples of any size as bytes, 0 to 255. */
@FunctionalInterface
interface Samples {

  /** Reads a row, pixel by pixel and band by band. */
  byte[] row(Raster raster, int x, int y, int width);

  /** The samples of rasters of a colour model. */
  static Samples of(ColorModel model) {
    int type = model.getTransferType();
    if (type == DataBuffer.TYPE_FLOAT || type == DataBuffer.TYPE_DOUBLE) {
      return Samples::floats;
    }
    int bands = model.getNumComponents();
    long[] most = new long[bands];
    for (int b = 0; b < bands; b++) {
      int bits = model.getComponentSize(b) - (type == DataBuffer.TYPE_SHORT ? 1 : 0);
      most[b] = (1L << bits) - 1;
    }
    return (raster, x, y, width) -> integers(raster, x, y, width, most);
  }

  private static byte[] integers(Raster raster, int x, int y, int width, long[] most) {
    int[] samples =
        raster.getPixels(raster.getMinX() + x, raster.getMinY() + y, width, 1, (int[]) null);
    byte[] values = new byte[samples.length];
    for (int i = 0; i < values.length; i++) {
      long full = most[i % most.length];
      long sample = full == 0xffff_ffffL ? samples[i] & full : Math.max(0, samples[i]);
      values[i] = (byte) (full == 255 ? sample : (Math.min(sample, full) * 255 + full / 2) / full);
    }
    return values;
  }

  private static byte[] floats(Raster raster, int x, int y, int width) {
    float[] samples =
        raster.getPixels(raster.getMinX() + x, raster.getMinY() + y, width, 1, (float[]) null);
    byte[] values = new byte[samples.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (byte) Math.round(Math.max(0, Math.min(1, samples[i])) * 255);
    }
    return values;
  }
}
