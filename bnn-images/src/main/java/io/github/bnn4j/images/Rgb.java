// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.images;

/** Colours as [height, width, 3], red, green and blue from 0 to 255. */
record Rgb(Size size, float[] values) {
  private static final int CHANNELS = 3;

  /** The weights of ITU-R BT.709, whose primaries are those of sRGB. */
  private static final float[] LUMA = {0.2126f, 0.7152f, 0.0722f};

  static Rgb black(Size size) {
    return new Rgb(size, new float[size.height() * size.width() * CHANNELS]);
  }

  static Rgb filled(Size size, int colour) {
    Rgb filled = black(size);
    for (int i = 0; i < filled.values.length; i += CHANNELS) {
      filled.values[i] = colour >> 16 & 0xff;
      filled.values[i + 1] = colour >> 8 & 0xff;
      filled.values[i + 2] = colour & 0xff;
    }
    return filled;
  }

  void copyPixel(int x, int y, Rgb from, int fromX, int fromY) {
    System.arraycopy(
        from.values,
        (fromY * from.size.width() + fromX) * CHANNELS,
        values,
        (y * size.width() + x) * CHANNELS,
        CHANNELS);
  }

  /** Copies another one whole, to a place in this one. */
  void copy(Rgb from, int x, int y) {
    for (int row = 0; row < from.size.height(); row++) {
      System.arraycopy(
          from.values,
          row * from.size.width() * CHANNELS,
          values,
          ((y + row) * size.width() + x) * CHANNELS,
          from.size.width() * CHANNELS);
    }
  }

  /** The pixels as [height, width, 3], one unsigned byte a channel. */
  byte[] colours() {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) Math.round(values[i]);
    }
    return bytes;
  }

  /** The luma of the pixels as [height, width, 1], one unsigned byte each. */
  byte[] greys() {
    byte[] bytes = new byte[size.height() * size.width()];
    for (int i = 0; i < bytes.length; i++) {
      float luma = 0;
      for (int c = 0; c < CHANNELS; c++) {
        luma += LUMA[c] * values[i * CHANNELS + c];
      }
      bytes[i] = (byte) Math.round(luma);
    }
    return bytes;
  }
}
