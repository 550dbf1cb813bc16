// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.zoo;

import io.github.bnn4j.core.packed.layer.ImageSpec;

/** What a network has to know about ImageNet (ILSVRC 2012): image size and normalisation. */
public final class ImageNet {

  /** The number of classes. */
  public static final int CLASSES = 1000;

  /**
   * How pixels become numbers, as PyTorch's models have it: images of 224 x 224, mean and standard
   * deviation of each channel in units of 0..255.
   */
  public static final ImageSpec INPUT =
      new ImageSpec(
          224,
          224,
          3,
          new float[] {123.675f, 116.28f, 103.53f},
          new float[] {58.395f, 57.12f, 57.375f});

  private ImageNet() {}

  /**
   * Refuses what no network for ImageNet takes.
   *
   * @throws IllegalArgumentException if there are fewer than two classes, or a side of the images
   *     cannot be halved five times
   */
  static void check(String name, int classes, ImageSpec input) {
    Classes.check(name, classes);
    if (input.height() % 32 != 0 || input.width() % 32 != 0) {
      throw new IllegalArgumentException(
          name
              + " halves its images 5 times, so their sides must be multiples of 32, not "
              + input.height()
              + " x "
              + input.width()
              + ".");
    }
  }
}
