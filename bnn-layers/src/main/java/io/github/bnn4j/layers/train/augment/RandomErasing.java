// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.train.augment;

import io.github.bnn4j.core.check.Require;
import io.github.bnn4j.core.shape.FeatureShape;
import io.github.bnn4j.layers.train.text.PlainNumber;
import java.util.random.RandomGenerator;

/**
 * A rectangle of noise in some of the images: it covers 2 to 40 % of the image and is up to 3.3
 * times as wide as high or as high as wide. See Zhong, Z. et al. "Random Erasing Data
 * Augmentation", AAAI 2020 (arXiv 1708.04896).
 *
 * @param probability part of the images that are changed, 0 to 1; the paper takes 0.5
 */
public record RandomErasing(double probability) implements Augmentation {

  private static final double LEAST = 0.02;
  private static final double MOST = 0.4;
  private static final double WIDEST = 10 / 3.0;

  /**
   * Checks the probability.
   *
   * @param probability part of the images that are changed, 0 to 1
   * @throws IllegalArgumentException if it is not
   */
  public RandomErasing {
    Require.that(
        probability >= 0 && probability <= 1, "A probability is from 0 to 1, not %s.", probability);
  }

  @Override
  public String describe() {
    return "erasing of " + PlainNumber.of(probability);
  }

  @Override
  public void apply(byte[] image, FeatureShape shape, RandomGenerator random, byte[] changed) {
    System.arraycopy(image, 0, changed, 0, changed.length);
    if (random.nextDouble() >= probability) {
      return;
    }
    Box box = Box.within(shape, LEAST, MOST, WIDEST, random);
    for (int row = box.top(); row < box.bottom(); row++) {
      int from = box.start(shape, row);
      for (int i = from; i < from + box.rowBytes(shape); i++) {
        changed[i] = (byte) random.nextInt(256);
      }
    }
  }
}
