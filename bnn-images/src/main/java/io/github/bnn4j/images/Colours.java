// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.images;

import java.awt.color.ColorSpace;
import java.awt.color.ICC_ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.image.ColorConvertOp;
import java.awt.image.ColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;

/**
 * Reads rows of a raster as colours in sRGB. Java's own conversion is not used for grey: it takes
 * grey samples for linear light, while pictures hold them encoded as sRGB encodes its channels.
 */
@FunctionalInterface
interface Colours {
  int OPAQUE = 0xff << 24;

  /**
   * Reads as many pixels as the array has.
   *
   * @param raster the samples
   * @param x the first column, counted from the left of the raster
   * @param y the row, counted from the top of the raster
   * @param argb receives pixels as 0xAARRGGBB, alpha not multiplied in
   */
  void row(Raster raster, int x, int y, int[] argb);

  /** The colours of rasters of a colour model. */
  static Colours of(ColorModel model) {
    if (model instanceof IndexColorModel palette) {
      return palette(palette);
    }
    Samples samples = Samples.of(model);
    ColorSpace space = model.getColorSpace();
    int channels = model.getNumColorComponents();
    boolean alpha = model.hasAlpha();
    ToRgb toRgb = toRgb(space, channels);
    return (raster, x, y, argb) -> {
      byte[] values = samples.row(raster, x, y, argb.length);
      int bands = channels + (alpha ? 1 : 0);
      if (alpha && model.isAlphaPremultiplied()) {
        divideByAlpha(values, bands);
      }
      toRgb.convert(values, bands, argb);
      for (int i = 0; i < argb.length; i++) {
        int opacity = alpha ? values[i * bands + channels] : 0xff;
        argb[i] = argb[i] & ~OPAQUE | opacity << 24;
      }
    };
  }

  /** Makes colours of samples. */
  @FunctionalInterface
  interface ToRgb {
    /** Pixel i begins at {@code values[i * bands]}. */
    void convert(byte[] values, int bands, int[] rgb);
  }

  private static Colours palette(IndexColorModel palette) {
    int[] colours = new int[palette.getMapSize()];
    palette.getRGBs(colours);
    return (raster, x, y, argb) -> {
      raster.getSamples(raster.getMinX() + x, raster.getMinY() + y, argb.length, 1, 0, argb);
      for (int i = 0; i < argb.length; i++) {
        argb[i] = argb[i] < colours.length ? colours[argb[i]] : OPAQUE;
      }
    };
  }

  private static ToRgb toRgb(ColorSpace space, int channels) {
    if (space.isCS_sRGB()) {
      return Colours::rgb;
    }
    if (space.getType() == ColorSpace.TYPE_GRAY && isBuiltIn(space, ColorSpace.CS_GRAY)) {
      return Colours::grey;
    }
    if (space instanceof ICC_ColorSpace icc) {
      return profile(icc.getProfile());
    }
    return space.getType() == ColorSpace.TYPE_CMYK ? Colours::cmyk : slowly(space, channels);
  }

  private static boolean isBuiltIn(ColorSpace space, int name) {
    return space == ColorSpace.getInstance(name);
  }

  private static void rgb(byte[] values, int bands, int[] rgb) {
    for (int i = 0; i < rgb.length; i++) {
      int at = i * bands;
      rgb[i] = pack(values[at] & 0xff, values[at + 1] & 0xff, values[at + 2] & 0xff);
    }
  }

  private static void grey(byte[] values, int bands, int[] rgb) {
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (values[i * bands] & 0xff) * 0x010101;
    }
  }

  /** Without a profile, ink takes away light: red is what cyan and black leave of it. */
  static void cmyk(byte[] values, int bands, int[] rgb) {
    for (int i = 0; i < rgb.length; i++) {
      int at = i * bands;
      int light = 255 - (values[at + 3] & 0xff);
      rgb[i] =
          pack(left(values[at], light), left(values[at + 1], light), left(values[at + 2], light));
    }
  }

  private static int left(byte ink, int light) {
    return ((255 - (ink & 0xff)) * light + 127) / 255;
  }

  private static ToRgb profile(ICC_Profile profile) {
    ICC_Profile srgb = ICC_Profile.getInstance(ColorSpace.CS_sRGB);
    ColorConvertOp convert = new ColorConvertOp(new ICC_Profile[] {profile, srgb}, null);
    int channels = profile.getNumComponents();
    return (values, bands, rgb) -> {
      WritableRaster source = bytes(rgb.length, channels);
      for (int i = 0; i < rgb.length; i++) {
        for (int c = 0; c < channels; c++) {
          source.setSample(i, 0, c, values[i * bands + c] & 0xff);
        }
      }
      WritableRaster target = bytes(rgb.length, 3);
      convert.filter(source, target);
      int[] pixels = target.getPixels(0, 0, rgb.length, 1, (int[]) null);
      for (int i = 0; i < rgb.length; i++) {
        rgb[i] = pack(pixels[3 * i], pixels[3 * i + 1], pixels[3 * i + 2]);
      }
    };
  }

  private static WritableRaster bytes(int width, int bands) {
    return Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, width, 1, bands, null);
  }

  private static ToRgb slowly(ColorSpace space, int channels) {
    return (values, bands, rgb) -> {
      float[] colour = new float[channels];
      for (int i = 0; i < rgb.length; i++) {
        for (int c = 0; c < channels; c++) {
          float low = space.getMinValue(c);
          colour[c] = low + (values[i * bands + c] & 0xff) / 255f * (space.getMaxValue(c) - low);
        }
        float[] light = space.toRGB(colour);
        rgb[i] = pack(byteOf(light[0]), byteOf(light[1]), byteOf(light[2]));
      }
    };
  }

  private static void divideByAlpha(byte[] values, int bands) {
    for (int at = 0; at < values.length; at += bands) {
      int alpha = values[at + bands - 1] & 0xff;
      for (int c = 0; c < bands - 1 && alpha > 0; c++) {
        values[at + c] = (byte) Math.min(255, ((values[at + c] & 0xff) * 255 + alpha / 2) / alpha);
      }
    }
  }

  private static int byteOf(float light) {
    return Math.round(Math.max(0, Math.min(1, light)) * 255);
  }

  private static int pack(int red, int green, int blue) {
    return red << 16 | green << 8 | blue;
  }
}
