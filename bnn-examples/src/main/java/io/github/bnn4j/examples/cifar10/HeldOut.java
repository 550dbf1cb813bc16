// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.cifar10;

import io.github.bnn4j.layers.train.ImageDataset;
import java.util.Locale;

/**
 * A part of the training images to train on, and another to measure on.
 *
 * @param training the first images
 * @param validation the last ones
 */
public record HeldOut(ImageDataset training, ImageDataset validation) {

  /**
   * Splits a training set.
   *
   * @param all the training set, at most a fifth of which is held out
   * @param images how many of its first images to train on
   * @param most how many of its last images to hold out, if they are no more than a fifth
   * @throws IllegalArgumentException if there are not as many images besides those held out
   */
  public static HeldOut of(ImageDataset all, int images, int most) {
    int held = all.size() - Math.min(most, all.size() / 5);
    if (images > held) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "Of %,d images %,d are held out for validation, so at most %,d can be trained on, not"
                  + " %,d.",
              all.size(),
              all.size() - held,
              held,
              images));
    }
    return new HeldOut(all.subset(0, images), all.subset(held, all.size()));
  }
}
