// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.images;

import java.awt.color.CMMException;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.image.ColorConvertOp;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.util.Optional;

/** Makes red, green and blue of sRGB from the samples of a pixel, all of them 0 to 65,535. */
@FunctionalInterface
interface ToRgb {
  int MAX = 0xffff;

  /** Samples that are red, green and blue of sRGB already. */
  ToRgb SRGB =
      (samples, bands, rgb) -> {
        for (int i = 0; i < rgb.length; i++) {
          int at = i * bands;
          rgb[i] = pack(samples[at], samples[at + 1], samples[at + 2]);
        }
      };

  /** Grey, encoded as the channels of sRGB are. */
  ToRgb GREY =
      (samples, bands, rgb) -> {
        for (int i = 0; i < rgb.length; i++) {
          rgb[i] = byteOf(samples[i * bands]) * 0x010101;
        }
      };

  /** Ink without a profile: red is the light that cyan and black leave of it. */
  ToRgb CMYK =
      (samples, bands, rgb) -> {
        for (int i = 0; i < rgb.length; i++) {
          int at = i * bands;
          long light = (long) MAX - samples[at + 3];
          rgb[i] =
              pack(
                  (int) ((MAX - samples[at]) * light / MAX),
                  (int) ((MAX - samples[at + 1]) * light / MAX),
                  (int) ((MAX - samples[at + 2]) * light / MAX));
        }
      };

  /**
   * Converts as many pixels as the target has.
   *
   * @param samples pixel i begins at {@code samples[i * bands]}
   * @param bands how many samples a pixel has, alpha and others behind the colours included
   * @param rgb receives 0x00RRGGBB
   */
  void convert(int[] samples, int bands, int[] rgb);

  /** What pixels of so many colour channels are, unless a profile says something else. */
  static ToRgb ofChannels(int channels) {
    return switch (channels) {
      case 1 -> GREY;
      case 3 -> SRGB;
      case 4 -> CMYK;
      default -> throw new IllegalArgumentException(channels + " channels");
    };
  }

  /** By a profile, if it is one of so many channels that Java can use. */
  static Optional<ToRgb> ofProfile(ICC_Profile profile, int channels) {
    if (profile.getNumComponents() != channels) {
      return Optional.empty();
    }
    try {
      ToRgb convert = by(profile, channels);
      convert.convert(new int[channels], channels, new int[1]);
      return Optional.of(convert);
    } catch (CMMException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** The same for samples that are proportional to light, not encoded as sRGB is. */
  default ToRgb ofLight() {
    return (samples, bands, rgb) -> {
      int[] encoded = new int[samples.length];
      for (int i = 0; i < samples.length; i++) {
        encoded[i] = encode(samples[i] / (double) MAX);
      }
      convert(encoded, bands, rgb);
    };
  }

  /** The transfer function of IEC 61966-2-1. */
  private static int encode(double light) {
    double value = light <= 0.0031308 ? 12.92 * light : 1.055 * Math.pow(light, 1 / 2.4) - 0.055;
    return (int) Math.round(value * MAX);
  }

  private static ToRgb by(ICC_Profile profile, int channels) {
    ICC_Profile srgb = ICC_Profile.getInstance(ColorSpace.CS_sRGB);
    ColorConvertOp op = new ColorConvertOp(new ICC_Profile[] {profile, srgb}, null);
    return (samples, bands, rgb) -> {
      WritableRaster source = raster(rgb.length, channels);
      int[] colours = samples;
      if (bands != channels) {
        colours = new int[rgb.length * channels];
        for (int i = 0; i < rgb.length; i++) {
          System.arraycopy(samples, i * bands, colours, i * channels, channels);
        }
      }
      source.setPixels(0, 0, rgb.length, 1, colours);
      int[] converted =
          op.filter(source, raster(rgb.length, 3)).getPixels(0, 0, rgb.length, 1, (int[]) null);
      SRGB.convert(converted, 3, rgb);
    };
  }

  private static WritableRaster raster(int width, int bands) {
    return Raster.createInterleavedRaster(DataBuffer.TYPE_USHORT, width, 1, bands, null);
  }

  private static int pack(int red, int green, int blue) {
    return byteOf(red) << 16 | byteOf(green) << 8 | byteOf(blue);
  }

  /** Rounds a sample to 8 bits: {@code round(sample / 257.0)}. */
  static int byteOf(int sample) {
    int rounded = sample + 128;
    return rounded - (rounded >> 8) >> 8;
  }
}
