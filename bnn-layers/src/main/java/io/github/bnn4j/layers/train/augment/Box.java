// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.train.augment;

import io.github.bnn4j.core.shape.FeatureShape;
import java.util.random.RandomGenerator;

/** A rectangle of pixels within an image, from top and left to before bottom and right. */
record Box(int top, int left, int bottom, int right) {

  /** One around a random pixel, as far as it lies within the image. */
  static Box around(FeatureShape image, int height, int width, RandomGenerator random) {
    int top = random.nextInt(image.height()) - height / 2;
    int left = random.nextInt(image.width()) - width / 2;
    return new Box(
        Math.max(0, top),
        Math.max(0, left),
        Math.min(image.height(), top + height),
        Math.min(image.width(), left + width));
  }

  /**
   * One of a random size and shape, wholly within the image: of an area evenly drawn from an
   * interval and a ratio of width to height drawn evenly in logarithms from 1 / widest to widest.
   * If ten of them do not fit, the whole image.
   */
  static Box within(
      FeatureShape image, double least, double most, double widest, RandomGenerator random) {
    for (int i = 0; i < 10; i++) {
      double area = (least + (most - least) * random.nextDouble()) * image.height() * image.width();
      double ratio = Math.pow(widest, 2 * random.nextDouble() - 1);
      int height = (int) Math.round(Math.sqrt(area / ratio));
      int width = (int) Math.round(Math.sqrt(area * ratio));
      if (height >= 1 && height <= image.height() && width >= 1 && width <= image.width()) {
        int top = random.nextInt(image.height() - height + 1);
        int left = random.nextInt(image.width() - width + 1);
        return new Box(top, left, top + height, left + width);
      }
    }
    return new Box(0, 0, image.height(), image.width());
  }

  int height() {
    return bottom - top;
  }

  int width() {
    return right - left;
  }

  /** Where a row of the box begins in the bytes of an image, and how many it has. */
  int start(FeatureShape image, int row) {
    return (row * image.width() + left) * image.channels();
  }

  int rowBytes(FeatureShape image) {
    return width() * image.channels();
  }
}
