// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.train.augment;

import io.github.bnn4j.core.shape.FeatureShape;
import java.util.random.RandomGenerator;

/**
 * How training images are mixed, each with another of its batch; its target is mixed likewise.
 * Equal mixings do the same with the same randomness. Immutable and thread-safe.
 */
public interface Mixing {

  /** Each image stays alone. */
  Mixing NONE = new Alone();

  /**
   * The mixing in a few words, as a checkpoint records it.
   *
   * @return such as {@code mixup of 0.2}
   */
  String describe();

  /**
   * Mixes another image into one.
   *
   * @param image unsigned bytes, {@code [H, W, C]}, changed
   * @param other as many bytes, left as they are
   * @param shape shape of both
   * @param random the only source of randomness
   * @return how much of the image is left, 0 to 1; the rest is the other
   */
  double apply(byte[] image, byte[] other, FeatureShape shape, RandomGenerator random);

  /** Nothing is mixed, and no randomness used. */
  record Alone() implements Mixing {

    @Override
    public String describe() {
      return "no mixing";
    }

    @Override
    public double apply(byte[] image, byte[] other, FeatureShape shape, RandomGenerator random) {
      return 1;
    }
  }
}
