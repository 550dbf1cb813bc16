// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.images;

import java.awt.image.ColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;

/** Reads samples of any size as numbers from 0 to 65,535. */
@FunctionalInterface
interface Samples {

  /**
   * Reads a row, pixel by pixel and band by band.
   *
   * @param raster the samples
   * @param x the first column, counted from the left of the raster
   * @param y the row, counted from the top of the raster
   * @param samples receives them; its length says how many
   * @param width how many pixels
   */
  void row(Raster raster, int x, int y, int width, int[] samples);

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
    return (raster, x, y, width, samples) -> {
      raster.getPixels(raster.getMinX() + x, raster.getMinY() + y, width, 1, samples);
      for (int b = 0; b < bands; b++) {
        scale(samples, b, bands, most[b]);
      }
    };
  }

  private static void scale(int[] samples, int first, int step, long most) {
    if (most == ToRgb.MAX) {
      return;
    }
    for (int i = first; i < samples.length; i += step) {
      if (most == 255) {
        samples[i] *= 257;
      } else {
        long sample = most == 0xffff_ffffL ? samples[i] & most : Math.max(0, samples[i]);
        samples[i] = (int) ((Math.min(sample, most) * ToRgb.MAX + most / 2) / most);
      }
    }
  }

  private static void floats(Raster raster, int x, int y, int width, int[] samples) {
    float[] row =
        raster.getPixels(raster.getMinX() + x, raster.getMinY() + y, width, 1, (float[]) null);
    for (int i = 0; i < samples.length; i++) {
      samples[i] = Math.round(Math.max(0, Math.min(1, row[i])) * ToRgb.MAX);
    }
  }
}
