// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.shape;

import io.github.bnn4j.core.check.Require;
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
    Require.that(
        height >= 1 && width >= 1 && channels >= 1,
        "A feature shape needs sizes of at least 1, not [%d, %d, %d].",
        height,
        width,
        channels);
  }

  /**
   * The number of positions of one image.
   *
   * @return height times width
   * @throws ArithmeticException if it is not an int
   */
  public int pixels() {
    return Math.multiplyExact(height, width);
  }

  /**
   * The number of values of one image.
   *
   * @return height times width times channels
   * @throws ArithmeticException if it is not an int
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

  /**
   * The shape a window leaves when it slides over this one.
   *
   * @param window the window
   * @param outChannels the channels that it makes
   * @return the shape
   * @throws IllegalArgumentException if not one window fits
   */
  public FeatureShape through(Window window, int outChannels) {
    return new FeatureShape(
        window.rows().outputSize(height), window.columns().outputSize(width), outChannels);
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "[%d, %d, %d]", height, width, channels);
  }
}
