// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.zoo;

import java.util.List;

/** What a network has to know about CIFAR-10: classes, image size and normalisation. */
public final class Cifar10 {
  /** The ten classes in the order of their numbers. */
  public static final List<String> LABELS =
      List.of(
          "airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck");

  /** Height and width of an image in pixels. */
  public static final int SIDE = 32;

  /** Red, green and blue. */
  public static final int CHANNELS = 3;

  private static final float[] MEAN = {125.307f, 122.950f, 113.865f};
  private static final float[] STANDARD_DEVIATION = {62.993f, 62.089f, 66.705f};

  private Cifar10() {}

  /** A copy of the mean of each channel over the training images, in units of 0..255. */
  public static float[] mean() {
    return MEAN.clone();
  }

  /** A copy of the standard deviation of each channel over the training images, in 0..255. */
  public static float[] standardDeviation() {
    return STANDARD_DEVIATION.clone();
  }
}
