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
  private final int width;
  private final int height;
  private final int background;
  private final float[] row;
  private final float[] sums;

  /**
   * Makes one for a picture.
   *
   * @param size of the picture
   * @param width columns that it becomes
   * @param height rows that it becomes
   * @param background colour as 0xRRGGBB
   */
  Resizer(Size size, int width, int height, int background) {
    this.horizontal = new Axis(size.width(), width);
    this.vertical = new Axis(size.height(), height);
    this.width = width;
    this.height = height;
    this.background = background;
    this.row = new float[width * CHANNELS];
    this.sums = new float[height * width * CHANNELS];
  }

  @Override
  public void row(int y, int[] argb) {
    java.util.Arrays.fill(row, 0);
    for (int x = 0; x < argb.length; x++) {
      int colour = opaque(argb[x]);
      for (int e = horizontal.begin(x); e < horizontal.begin(x + 1); e++) {
        int at = horizontal.target(e) * CHANNELS;
        float share = horizontal.share(e);
        row[at] += share * (colour >> 16 & 0xff);
        row[at + 1] += share * (colour >> 8 & 0xff);
        row[at + 2] += share * (colour & 0xff);
      }
    }
    for (int e = vertical.begin(y); e < vertical.begin(y + 1); e++) {
      int from = vertical.target(e) * row.length;
      float share = vertical.share(e);
      for (int i = 0; i < row.length; i++) {
        sums[from + i] += share * row[i];
      }
    }
  }

  private int opaque(int argb) {
    int alpha = argb >>> 24;
    return alpha == 0xff
        ? argb
        : over(argb, alpha, 16) | over(argb, alpha, 8) | over(argb, alpha, 0);
  }

  private int over(int argb, int alpha, int shift) {
    int front = argb >> shift & 0xff;
    int back = background >> shift & 0xff;
    return (front * alpha + back * (255 - alpha) + 127) / 255 << shift;
  }

  /** The picture in its new size. */
  Rgb result() {
    return new Rgb(height, width, sums);
  }
}
