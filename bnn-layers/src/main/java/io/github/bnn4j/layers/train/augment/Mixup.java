// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.train.augment;

import io.github.bnn4j.core.shape.FeatureShape;
import io.github.bnn4j.layers.train.text.PlainNumber;
import java.util.random.RandomGenerator;

/**
 * Both images over each other: {@code s x + (1 - s) x'} with a share s from Beta(alpha, alpha). See
 * Zhang, H. et al. "mixup: Beyond Empirical Risk Minimization", ICLR 2018 (arXiv 1710.09412).
 *
 * @param alpha above 0, where one image has nearly all, to 1, where all shares are as likely
 */
public record Mixup(double alpha) implements Mixing {

  /**
   * Checks alpha.
   *
   * @param alpha above 0 to 1
   * @throws IllegalArgumentException if it is not
   */
  public Mixup {
    Share.check(alpha);
  }

  @Override
  public String describe() {
    return "mixup of " + PlainNumber.of(alpha);
  }

  @Override
  public double apply(byte[] image, byte[] other, FeatureShape shape, RandomGenerator random) {
    float share = (float) Share.draw(alpha, random);
    for (int i = 0; i < image.length; i++) {
      image[i] = (byte) Math.round(share * (image[i] & 0xff) + (1 - share) * (other[i] & 0xff));
    }
    return share;
  }
}
