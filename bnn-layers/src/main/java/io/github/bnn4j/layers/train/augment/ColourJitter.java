// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.train.augment;

import io.github.bnn4j.core.check.Require;
import io.github.bnn4j.core.shape.FeatureShape;
import io.github.bnn4j.layers.train.text.PlainNumber;
import java.util.random.RandomGenerator;

/**
 * Random brightness, contrast and saturation, in this order. Each is a factor f, evenly drawn from
 * 1 - strength to 1 + strength: pixels become {@code f p}, {@code m + f (p - m)} with the image's
 * mean luma m, and {@code l + f (p - l)} with the pixel's luma l. See Howard, A. G. "Some
 * Improvements on Deep Convolutional Neural Network Based Image Classification", arXiv 1312.5402.
 * Images without three channels have no colour and keep their saturation.
 *
 * @param brightness strength, 0 (none) to 1
 * @param contrast strength, 0 (none) to 1
 * @param saturation strength, 0 (none) to 1
 */
public record ColourJitter(double brightness, double contrast, double saturation)
    implements Augmentation {

  private static final float[] LUMA = {0.299f, 0.587f, 0.114f};

  /**
   * Checks the strengths.
   *
   * @param brightness strength, 0 (none) to 1
   * @param contrast strength, 0 (none) to 1
   * @param saturation strength, 0 (none) to 1
   * @throws IllegalArgumentException if one is out of its range
   */
  public ColourJitter {
    for (double strength : new double[] {brightness, contrast, saturation}) {
      Require.that(
          strength >= 0 && strength <= 1,
          "Colours change by a strength from 0 to 1, not %s.",
          strength);
    }
  }

  @Override
  public String describe() {
    return "colour jitter of "
        + PlainNumber.of(brightness)
        + ", "
        + PlainNumber.of(contrast)
        + " and "
        + PlainNumber.of(saturation);
  }

  @Override
  public void apply(byte[] image, FeatureShape shape, RandomGenerator random, byte[] changed) {
    float bright = factor(brightness, random);
    float strong = factor(contrast, random);
    float coloured = factor(saturation, random);
    int channels = shape.channels();
    float mean = 0;
    for (int at = 0; at < image.length; at += channels) {
      mean += luma(image, at, channels);
    }
    mean *= bright * channels / image.length;
    for (int at = 0; at < image.length; at += channels) {
      float luma = mean + strong * (bright * luma(image, at, channels) - mean);
      for (int c = 0; c < channels; c++) {
        float value = mean + strong * (bright * (image[at + c] & 0xff) - mean);
        changed[at + c] = clamped(channels == 3 ? luma + coloured * (value - luma) : value);
      }
    }
  }

  private static float factor(double strength, RandomGenerator random) {
    return (float) (1 + strength * (2 * random.nextDouble() - 1));
  }

  private static float luma(byte[] image, int at, int channels) {
    float sum = 0;
    for (int c = 0; c < channels; c++) {
      sum += (channels == 3 ? LUMA[c] : 1f / channels) * (image[at + c] & 0xff);
    }
    return sum;
  }

  private static byte clamped(float value) {
    return (byte) Math.max(0, Math.min(255, Math.round(value)));
  }
}
