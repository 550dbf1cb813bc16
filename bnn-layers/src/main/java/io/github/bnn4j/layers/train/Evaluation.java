// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.train;

/**
 * How well a network does on a data set.
 *
 * @param images number of images
 * @param correct how many have their label's logit as the largest
 * @param loss mean cross-entropy, without label smoothing, in nats
 */
public record Evaluation(int images, int correct, double loss) {

  /**
   * The accuracy.
   *
   * @return per cent, 0 to 100; NaN without images
   */
  public double top1() {
    return 100.0 * correct / images;
  }
}
