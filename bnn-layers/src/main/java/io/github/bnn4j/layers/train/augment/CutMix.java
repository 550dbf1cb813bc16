// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.train.augment;

import io.github.bnn4j.core.shape.FeatureShape;
import io.github.bnn4j.layers.train.text.PlainNumber;
import java.util.random.RandomGenerator;

/**
 * A rectangle of the other image at its place in this one: around a random pixel, with {@code
 * sqrt(1 - s)} of the image's height and width for a share s from Beta(alpha, alpha), as far as it
 * lies within the image. What is left of the image is counted after that. See Yun, S. et al.
 * "CutMix: Regularization Strategy to Train Strong Classifiers with Localizable Features", ICCV
 * 2019 (arXiv 1905.04899).
 *
 * @param alpha above 0, where the rectangle is nearly nothing or all, to 1, as in the paper
 */
public record CutMix(double alpha) implements Mixing {

  /**
   * Checks alpha.
   *
   * @param alpha above 0 to 1
   * @throws IllegalArgumentException if it is not
   */
  public CutMix {
    Share.check(alpha);
  }

  @Override
  public String describe() {
    return "cutmix of " + PlainNumber.of(alpha);
  }

  @Override
  public double apply(byte[] image, byte[] other, FeatureShape shape, RandomGenerator random) {
    double side = Math.sqrt(1 - Share.draw(alpha, random));
    int height = (int) Math.round(side * shape.height());
    int width = (int) Math.round(side * shape.width());
    Box box = Box.around(shape, height, width, random);
    for (int row = box.top(); row < box.bottom(); row++) {
      int from = box.start(shape, row);
      System.arraycopy(other, from, image, from, box.rowBytes(shape));
    }
    return 1 - (double) box.height() * box.width() / (shape.height() * shape.width());
  }
}
