// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers;

/** What an engine's time goes into. */
public enum Phase {
  /** Outputs of convolutions. */
  CONVOLUTION_FORWARD,
  /** Gradients of their inputs. */
  CONVOLUTION_BACKWARD_DATA,
  /** Gradients of their weights. */
  CONVOLUTION_BACKWARD_WEIGHTS,
  /**
   * Everything a channel at a time between convolutions: statistics, signs, rectifiers, and the way
   * back.
   */
  NORMALIZATION,
  /** Binarizing latent weights, and their gradients. */
  BINARIZATION,
  /** Pools, shuffles, and changes of order or type. */
  MOVEMENT
}
