// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers;

import java.util.Arrays;

/**
 * What a network shall answer to a batch of images: for each a class, or two that share it. The
 * arrays are kept, not copied.
 *
 * @param labels class of each image, 0 to K - 1
 * @param others the other class of each image, as many
 * @param shares how much of each image is of its first class, 0 to 1; the rest is of the other
 */
public record Targets(int[] labels, int[] others, double[] shares) {

  /**
   * Images of one class each.
   *
   * @param labels class of each image, 0 to K - 1
   * @return the targets
   */
  public static Targets of(int... labels) {
    double[] whole = new double[labels.length];
    Arrays.fill(whole, 1);
    return new Targets(labels, labels, whole);
  }

  /**
   * The class that an image is mostly of.
   *
   * @param image its number in the batch, from 0
   * @return the first class if both have half of it
   */
  public int label(int image) {
    return shares[image] >= 0.5 ? labels[image] : others[image];
  }

  /**
   * How much an image is of a class.
   *
   * @param image its number in the batch, from 0
   * @param k the class
   * @return 0 to 1
   */
  public double share(int image, int k) {
    return (k == labels[image] ? shares[image] : 0) + (k == others[image] ? 1 - shares[image] : 0);
  }

  /**
   * The number of images.
   *
   * @return at least 0
   */
  public int size() {
    return labels.length;
  }
}
