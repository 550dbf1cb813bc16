// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.train.augment;

import io.github.bnn4j.core.shape.FeatureShape;
import java.util.random.RandomGenerator;

/** One augmentation after another. */
record Chain(Augmentation first, Augmentation second) implements Augmentation {

  @Override
  public String describe() {
    return first.describe() + ", " + second.describe();
  }

  @Override
  public void apply(byte[] image, FeatureShape shape, RandomGenerator random, byte[] changed) {
    byte[] between = new byte[changed.length];
    first.apply(image, shape, random, between);
    second.apply(between, shape, random, changed);
  }
}
