// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0

/**
 * Sizes that training and packed inference share: of one image's features ({@link
 * io.github.bnn4j.core.shape.FeatureShape}, {@code [H, W, C]}, channels fastest), of a window that
 * slides over them ({@link io.github.bnn4j.core.shape.Window}) and of a convolution ({@link
 * io.github.bnn4j.core.shape.ConvGeometry}).
 *
 * <p>Immutable values that refuse what cannot be; each exists once, here.
 */
package io.github.bnn4j.core.shape;
