// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.cifar10;

import java.util.Arrays;

/**
 * Images of 32x32 RGB pixels and their classes.
 *
 * @param pixels bytes 0..255 as [N, 32, 32, 3]; shared, not copied
 * @param labels N classes 0..9; shared, not copied
 */
public record LabelledImages(byte[] pixels, int[] labels) {

  /**
   * Checks that there are as many images as labels.
   *
   * @throws IllegalArgumentException if there are not
   */
  public LabelledImages {
    if (pixels.length != labels.length * Cifar10Dataset.IMAGE_BYTES) {
      throw new IllegalArgumentException(
          pixels.length
              + " bytes of pixels do not make "
              + labels.length
              + " images of 3072 bytes, one for each label");
    }
  }

  /** How many images there are. */
  public int size() {
    return labels.length;
  }

  /** A copy of the images from {@code from} up to but not including {@code to}. */
  public LabelledImages subset(int from, int to) {
    return new LabelledImages(
        Arrays.copyOfRange(
            pixels, from * Cifar10Dataset.IMAGE_BYTES, to * Cifar10Dataset.IMAGE_BYTES),
        Arrays.copyOfRange(labels, from, to));
  }
}
