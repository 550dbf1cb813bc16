// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.engine.pass;

import io.github.bnn4j.core.shape.FeatureShape;
import io.github.bnn4j.core.shape.Window;

/**
 * Where the signs of a batch lie in words of 32 channels: an image is a plane for each word, and a
 * plane is the pixels of the image with those of the padding around them.
 *
 * @param image the shape of an image, of a multiple of 32 channels
 * @param window what it is padded for
 */
record SignWords(FeatureShape image, Window window) {

  /** The signs of a pixel. */
  int channels() {
    return image.channels();
  }

  /** The pixels of a row, without those of the padding. */
  int pixels() {
    return image.width();
  }

  /** The words of a pixel. */
  int planes() {
    return image.channels() / Integer.SIZE;
  }

  /** The padded pixels of a row. */
  int width() {
    return window.columns().padded(image.width());
  }

  /** The padded pixels of an image. */
  int plane() {
    return width() * window.rows().padded(image.height());
  }

  /** The words of an image. */
  int size() {
    return planes() * plane();
  }

  /** Where the first words of a row of pixels of the batch start; the others are planes further. */
  int at(int row) {
    int inside = (row % image.height() + window.rows().before()) * width();
    return row / image.height() * size() + inside + window.columns().before();
  }
}
