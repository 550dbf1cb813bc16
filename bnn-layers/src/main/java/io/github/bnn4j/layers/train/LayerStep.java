// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.train;

/**
 * What a training step did with the weights of a layer.
 *
 * @param layer the layer's name
 * @param gradientNorm Euclidean norm of the gradient of its weights, before any clipping
 * @param flips share of its signs that turned, 0 to 1; NaN if its weights are not binary
 */
public record LayerStep(String layer, double gradientNorm, double flips) {}
