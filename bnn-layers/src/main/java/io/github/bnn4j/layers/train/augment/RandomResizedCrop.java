// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.train.augment;

import io.github.bnn4j.core.check.Require;
import io.github.bnn4j.core.shape.FeatureShape;
import io.github.bnn4j.layers.train.text.PlainNumber;
import java.util.random.RandomGenerator;

/**
 * A random part of the image, up to 4/3 times as wide as high or as high as wide, stretched to the
 * size of the whole by bilinear interpolation: what networks for large pictures are trained with.
 * See Szegedy, C. et al. "Going Deeper with Convolutions", CVPR 2015 (arXiv 1409.4842).
 *
 * @param least smallest part of the image's area, above 0 to 1; the paper takes 0.08
 */
public record RandomResizedCrop(double least) implements Augmentation {

  private static final double WIDEST = 4 / 3.0;

  /**
   * Checks the part.
   *
   * @param least smallest part of the image's area, above 0 to 1
   * @throws IllegalArgumentException if it is not
   */
  public RandomResizedCrop {
    Require.that(
        least > 0 && least <= 1,
        "The smallest part of an image is above 0 and at most 1, not %s.",
        least);
  }

  @Override
  public String describe() {
    return "resized crop from " + PlainNumber.of(least);
  }

  @Override
  public void apply(byte[] image, FeatureShape shape, RandomGenerator random, byte[] changed) {
    Box box = Box.within(shape, least, 1, WIDEST, random);
    Axis rows = new Axis(box.top(), box.height(), shape.height());
    Axis columns = new Axis(box.left(), box.width(), shape.width());
    int channels = shape.channels();
    int to = 0;
    for (int y = 0; y < shape.height(); y++) {
      int upper = rows.first(y) * shape.width();
      int lower = rows.second(y) * shape.width();
      float down = rows.share(y);
      for (int x = 0; x < shape.width(); x++) {
        int left = columns.first(x);
        int right = columns.second(x);
        float across = columns.share(x);
        for (int c = 0; c < channels; c++) {
          float above = between(image, upper + left, upper + right, channels, c, across);
          float below = between(image, lower + left, lower + right, channels, c, across);
          changed[to++] = (byte) Math.round(above + (below - above) * down);
        }
      }
    }
  }

  private static float between(
      byte[] image, int pixel, int next, int channels, int c, float share) {
    int from = image[pixel * channels + c] & 0xff;
    int to = image[next * channels + c] & 0xff;
    return from + (to - from) * share;
  }

  /** Where the pixels of a line come from: centres are mapped to centres. */
  private record Axis(int from, int length, int size) {

    private float place(int pixel) {
      float place = (pixel + 0.5f) * length / size - 0.5f;
      return Math.max(0, Math.min(length - 1, place));
    }

    int first(int pixel) {
      return from + (int) place(pixel);
    }

    int second(int pixel) {
      return from + Math.min(length - 1, (int) place(pixel) + 1);
    }

    float share(int pixel) {
      return place(pixel) - (int) place(pixel);
    }
  }
}
