// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.train.augment;

import io.github.bnn4j.core.shape.FeatureShape;
import java.util.random.RandomGenerator;

/** Random changes of training images. Equal augmentations do the same with the same randomness. */
public interface Augmentation {

  /** Images as they are. */
  Augmentation NONE = new ShiftAndFlip(0, false);

  /** Mirror images alone. */
  Augmentation FLIP = new ShiftAndFlip(0, true);

  /** What CIFAR-10 networks are commonly trained with: shifts of up to 4 pixels, and mirroring. */
  Augmentation CROP_AND_FLIP = new ShiftAndFlip(ShiftAndFlip.COMMON_SHIFT, true);

  /**
   * The augmentation in a few words, as a checkpoint records it.
   *
   * @return such as {@code crop and flip}, which means shifts of up to 4 pixels and mirror images
   */
  String describe();

  /**
   * Changes an image at random.
   *
   * @param image unsigned bytes, {@code [H, W, C]}; left as it is
   * @param shape shape of the image
   * @param random the only source of randomness
   * @param changed receives the changed image, of the same shape
   */
  void apply(byte[] image, FeatureShape shape, RandomGenerator random, byte[] changed);

  /**
   * One augmentation after another.
   *
   * @param first changes an image
   * @param second changes what that made
   * @return both
   */
  static Augmentation inTurn(Augmentation first, Augmentation second) {
    return new Chain(first, second);
  }
}
