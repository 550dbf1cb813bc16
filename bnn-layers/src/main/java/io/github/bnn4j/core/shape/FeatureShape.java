// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.shape;

import java.util.Locale;

/**
 * The shape of one image's features, {@code [H, W, C]}.
 *
 * @param height rows, at least 1
 * @param width columns, at least 1
 * @param channels values at each position, at least 1
 */
public record FeatureShape(int height, int width, int channels) {

  /**
   * Checks the sizes.
   *
   * @param height rows, at least 1
   * @param width columns, at least 1
   * @param channels values at each position, at least 1
   * @throws IllegalArgumentException if a size is below 1
   */
  public FeatureShape {
    if (height < 1 || width < 1 || channels < 1) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "A feature shape needs sizes of at least 1, not [%d, %d, %d].",
              height,
              width,
              channels));
    }
  }

  /**
   * The number of positions of one image.
   *
   * @return height times width
   */
  public int pixels() {
    return height * width;
  }

  /**
   * The number of values of one image.
   *
   * @return height times width times channels
   */
  public int size() {
    return Math.multiplyExact(pixels(), channels);
  }

  /**
   * The shape of an array that holds a batch of such features.
   *
   * @param images number of images
   * @return {@code [N, H, W, C]}
   */
  public long[] batch(int images) {
    return new long[] {images, height, width, channels};
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "[%d, %d, %d]", height, width, channels);
  }
}
