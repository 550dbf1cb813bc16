// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.train.augment;

import io.github.bnn4j.core.check.Require;
import io.github.bnn4j.core.shape.FeatureShape;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * A grey square around a random pixel, as far as it lies within the image, so that a network learns
 * to look at all of an object. See DeVries, T. and Taylor, G. W. "Improved Regularization of
 * Convolutional Neural Networks with Cutout", arXiv 1708.04552.
 *
 * @param side height and width of the square in pixels, at least 1; the paper takes 16 for CIFAR-10
 */
public record Cutout(int side) implements Augmentation {

  private static final byte GREY = (byte) 128;

  /**
   * Checks the side.
   *
   * @param side height and width of the square in pixels, at least 1
   * @throws IllegalArgumentException if it is below 1
   */
  public Cutout {
    Require.that(side >= 1, "A cutout has a side of at least 1 pixel, not %d.", side);
  }

  @Override
  public String describe() {
    return "cutout of " + side;
  }

  @Override
  public void apply(byte[] image, FeatureShape shape, RandomGenerator random, byte[] changed) {
    System.arraycopy(image, 0, changed, 0, changed.length);
    Box box = Box.around(shape, side, side, random);
    for (int row = box.top(); row < box.bottom(); row++) {
      int from = box.start(shape, row);
      Arrays.fill(changed, from, from + box.rowBytes(shape), GREY);
    }
  }
}
