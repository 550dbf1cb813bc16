// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.images;

/**
 * Brings a picture to another size, row by row, so that no more of it than a row need be in memory.
 * Transparent pixels are laid on the background first.
 */
final class Resizer implements RowSink {
  private static final int CHANNELS = 3;

  private final Axis horizontal;
  private final Axis vertical;
  private final Size target;
  private final int background;
  private final float[] resized;
  private final float[] result;

  /**
   * Makes one for a picture.
   *
   * @param source the size it has
   * @param target the size it gets
   * @param background colour as 0xRRGGBB
   */
  Resizer(Size source, Size target, int background) {
    this.horizontal = new Axis(source.width(), target.width());
    this.vertical = new Axis(source.height(), target.height());
    this.target = target;
    this.background = background;
    this.resized = new float[target.width() * CHANNELS];
    this.result = new float[target.height() * resized.length];
  }

  @Override
  public void row(int y, int[] argb) {
    makeOpaque(argb);
    for (int t = 0; t < target.width(); t++) {
      resizeInto(t, argb);
    }
    for (int t = 0; t < target.height(); t++) {
      float share = vertical.share(t, y);
      if (share > 0) {
        int from = t * resized.length;
        for (int i = 0; i < resized.length; i++) {
          result[from + i] += share * resized[i];
        }
      }
    }
  }

  private void resizeInto(int t, int[] argb) {
    int[] shares = horizontal.shares(t);
    int first = horizontal.first(t);
    int red = 0;
    int green = 0;
    int blue = 0;
    for (int i = 0; i < shares.length; i++) {
      int colour = argb[first + i];
      red += shares[i] * (colour >> 16 & 0xff);
      green += shares[i] * (colour >> 8 & 0xff);
      blue += shares[i] * (colour & 0xff);
    }
    resized[t * CHANNELS] = (float) red / Axis.ONE;
    resized[t * CHANNELS + 1] = (float) green / Axis.ONE;
    resized[t * CHANNELS + 2] = (float) blue / Axis.ONE;
  }

  private void makeOpaque(int[] argb) {
    for (int x = 0; x < argb.length; x++) {
      int alpha = argb[x] >>> 24;
      if (alpha != 0xff) {
        argb[x] = over(argb[x], alpha, 16) | over(argb[x], alpha, 8) | over(argb[x], alpha, 0);
      }
    }
  }

  private int over(int argb, int alpha, int shift) {
    int front = argb >> shift & 0xff;
    int back = background >> shift & 0xff;
    return (front * alpha + back * (255 - alpha) + 127) / 255 << shift;
  }

  /** The picture in its new size. */
  Rgb result() {
    return new Rgb(target, result);
  }
}
