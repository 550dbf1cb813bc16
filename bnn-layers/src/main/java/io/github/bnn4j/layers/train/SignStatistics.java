// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.train;

/**
 * How the binary weights of a layer move. Signs that hardly turn any more have settled; weights at
 * the bound are those that the straight-through estimator no longer lets grow.
 *
 * @param layer the layer's name
 * @param weights how many it has
 * @param flips share of its signs that turned in a step, the mean over an epoch, 0 to 1
 * @param saturated share of its latent weights with |W| of at least 1 at the end of the epoch
 */
public record SignStatistics(String layer, int weights, double flips, double saturated) {}
