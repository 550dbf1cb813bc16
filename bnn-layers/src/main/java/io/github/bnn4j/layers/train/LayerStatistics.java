// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.train;

/**
 * How the weights of a layer moved in an epoch. Binary weights whose signs hardly turn any more
 * have settled; those at the bound are those that the straight-through estimator no longer lets
 * grow.
 *
 * @param layer the layer's name
 * @param weights how many it has
 * @param gradientNorm Euclidean norm of the gradient of its weights, the mean over the steps
 * @param flips share of its signs that turned in a step, the mean over the steps, 0 to 1; NaN if
 *     its weights are not binary
 * @param saturated share of its latent weights with |W| of at least 1 at the end of the epoch; NaN
 *     if it has none
 */
public record LayerStatistics(
    String layer, int weights, double gradientNorm, double flips, double saturated) {

  /** {@return whether its weights are binary} */
  public boolean isBinary() {
    return !Double.isNaN(flips);
  }
}
