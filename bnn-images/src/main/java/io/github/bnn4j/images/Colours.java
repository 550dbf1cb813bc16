// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.images;

import java.awt.color.ColorSpace;
import java.awt.color.ICC_ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.image.ColorModel;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.util.Optional;

/**
 * Reads rows of a raster as colours in sRGB, for one thread. Java's own conversion is not used for
 * grey: it takes grey samples for linear light, while pictures hold them encoded as the channels of
 * sRGB are.
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

  /** The colours of an image in memory. */
  static Colours of(ColorModel model) {
    if (model instanceof IndexColorModel palette) {
      return ofPalette(palette, ToRgb.SRGB);
    }
    ColorSpace space = model.getColorSpace();
    if (space instanceof ICC_ColorSpace icc
        && !space.isCS_sRGB()
        && space != ColorSpace.getInstance(ColorSpace.CS_GRAY)) {
      return of(model, Optional.of(icc.getProfile()), model.isAlphaPremultiplied());
    }
    return of(model, Optional.empty(), model.isAlphaPremultiplied());
  }

  /** The colours of what was read from a file, by the profile in the file. */
  static Colours of(ColorModel model, Optional<ICC_Profile> profile, boolean premultiplied) {
    if (model instanceof IndexColorModel palette) {
      return ofPalette(palette, profile.flatMap(p -> ToRgb.ofProfile(p, 3)).orElse(ToRgb.SRGB));
    }
    int channels = model.getNumColorComponents();
    ToRgb toRgb =
        profile
            .flatMap(p -> ToRgb.ofProfile(p, channels))
            .orElseGet(() -> ToRgb.ofChannels(channels));
    return of(Samples.of(model), channels, model.hasAlpha(), premultiplied, toRgb);
  }

  /**
   * The colours of samples.
   *
   * @param channels how many samples are colours
   * @param alpha whether another one follows that is alpha
   * @param premultiplied whether alpha is multiplied in
   */
  static Colours of(
      Samples samples, int channels, boolean alpha, boolean premultiplied, ToRgb toRgb) {
    int bands = channels + (alpha ? 1 : 0);
    Scratch scratch = new Scratch();
    return (raster, x, y, argb) -> {
      int[] row = scratch.of(argb.length * bands);
      samples.row(raster, x, y, argb.length, row);
      if (alpha && premultiplied) {
        divideByAlpha(row, bands);
      }
      toRgb.convert(row, bands, argb);
      for (int i = 0; i < argb.length; i++) {
        argb[i] |= alpha ? ToRgb.byteOf(row[i * bands + channels]) << 24 : OPAQUE;
      }
    };
  }

  /** The colours of a palette. */
  static Colours ofPalette(IndexColorModel palette, ToRgb toRgb) {
    int[] colours = new int[palette.getMapSize()];
    palette.getRGBs(colours);
    int[] samples = new int[colours.length * 3];
    for (int i = 0; i < colours.length; i++) {
      samples[3 * i] = (colours[i] >> 16 & 0xff) * 257;
      samples[3 * i + 1] = (colours[i] >> 8 & 0xff) * 257;
      samples[3 * i + 2] = (colours[i] & 0xff) * 257;
    }
    int[] converted = new int[colours.length];
    toRgb.convert(samples, 3, converted);
    for (int i = 0; i < colours.length; i++) {
      converted[i] |= colours[i] & OPAQUE;
    }
    return (raster, x, y, argb) -> {
      raster.getSamples(raster.getMinX() + x, raster.getMinY() + y, argb.length, 1, 0, argb);
      for (int i = 0; i < argb.length; i++) {
        argb[i] = argb[i] < converted.length ? converted[argb[i]] : OPAQUE;
      }
    };
  }

  private static void divideByAlpha(int[] row, int bands) {
    for (int at = 0; at < row.length; at += bands) {
      long alpha = row[at + bands - 1];
      for (int c = 0; c < bands - 1 && alpha > 0; c++) {
        row[at + c] =
            (int) Math.min(ToRgb.MAX, (row[at + c] * (long) ToRgb.MAX + alpha / 2) / alpha);
      }
    }
  }
}
