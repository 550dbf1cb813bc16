// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.packed.layer;

import io.github.bnn4j.core.check.Count;
import io.github.bnn4j.core.check.Require;
import io.github.bnn4j.core.shape.FeatureShape;
import java.util.Arrays;

/**
 * What images a network takes: their shape [H, W, C] and how pixels become numbers, {@code x =
 * (pixel - mean[c]) / std[c]} in single precision.
 *
 * @param height the rows of an image
 * @param width the columns of an image
 * @param channels the channels of a pixel
 * @param mean the mean of each channel, in units of 0 to 255
 * @param std the standard deviation of each channel, in units of 0 to 255, above 0
 */
public record ImageSpec(int height, int width, int channels, float[] mean, float[] std) {

  /**
   * Copies and checks the arrays.
   *
   * @param height the rows of an image
   * @param width the columns of an image
   * @param channels the channels of a pixel
   * @param mean the mean of each channel, in units of 0 to 255
   * @param std the standard deviation of each channel, in units of 0 to 255, above 0
   * @throws IllegalArgumentException if the shape is not one of a value, the arrays do not have one
   *     number a channel, a mean is not finite, or a deviation is not above 0 and finite
   */
  public ImageSpec {
    new ValueShape(ValueKind.FLOAT, new FeatureShape(height, width, channels));
    Require.that(
        mean.length == channels && std.length == channels,
        "Images of %s need as many means and deviations, not %d and %d.",
        Count.of(channels, "channel"),
        mean.length,
        std.length);
    mean = mean.clone();
    std = std.clone();
    for (int c = 0; c < channels; c++) {
      Require.that(
          Float.isFinite(mean[c])
              && Float.isFinite(std[c])
              && Float.isFinite(1 / std[c])
              && std[c] > 0,
          "Channel %d needs a finite mean and a finite deviation above 0, not %s and %s.",
          c,
          mean[c],
          std[c]);
    }
  }

  /** {@return a copy of the mean of each channel} */
  @Override
  public float[] mean() {
    return mean.clone();
  }

  /** {@return a copy of the standard deviation of each channel} */
  @Override
  public float[] std() {
    return std.clone();
  }

  /**
   * Returns the number a pixel becomes.
   *
   * @param pixel the pixel, 0 to 255
   * @param channel its channel
   * @return {@code (pixel - mean[channel]) / std[channel]}
   */
  public float normalise(int pixel, int channel) {
    return (pixel - mean[channel]) / std[channel];
  }

  /**
   * Returns the same pixels in images of another size.
   *
   * @param rows the rows of an image
   * @param columns the columns of an image
   * @return a specification of the same channels
   * @throws IllegalArgumentException if there are no values of that shape
   */
  public ImageSpec withSize(int rows, int columns) {
    return new ImageSpec(rows, columns, channels, mean, std);
  }

  /** {@return the bytes of one image: {@code height * width * channels}} */
  public int bytes() {
    return height * width * channels;
  }

  /** {@return the kind and shape of the normalised image} */
  public ValueShape shape() {
    return new ValueShape(ValueKind.FLOAT, new FeatureShape(height, width, channels));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ImageSpec that
        && height == that.height
        && width == that.width
        && channels == that.channels
        && Arrays.equals(mean, that.mean)
        && Arrays.equals(std, that.std);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(new int[] {height, width, Arrays.hashCode(mean), Arrays.hashCode(std)});
  }

  @Override
  public String toString() {
    return "ImageSpec[" + height + " x " + width + " x " + channels + "]";
  }
}
