// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.binarize;

import java.util.Optional;

/** What of a convolution is binary, by the names of the papers. */
public enum Binarization {

  /** Nothing: {@code y = x * W}. */
  NONE(false, Optional.empty()),

  /**
   * Binarized neural network, weights and inputs without a scale: {@code y = sign(x) * sign(W)}.
   *
   * <p>See Hubara, I. et al. "Binarized Neural Networks", NIPS 2016 (arXiv 1602.02830).
   */
  BNN(true, Optional.of(new Scaling.None())),

  /**
   * Binary-weight network, scaled weights and float inputs: {@code y = alpha (x * sign(W))}.
   *
   * <p>See Rastegari, M. et al. "XNOR-Net: ImageNet Classification Using Binary Convolutional
   * Neural Networks", ECCV 2016 (arXiv 1603.05279), section 3.1.
   */
  BWN(false, Optional.of(new Scaling.Alpha(WeightGradient.CORRECTED))),

  /**
   * XNOR network, scaled weights and binary inputs: {@code y = alpha (sign(x) * sign(W))}. The
   * scale K of the inputs, {@link Scaling.AlphaAndK}, is left out unless asked for.
   *
   * <p>See the XNOR-Net paper, section 3.2.
   */
  XNOR(true, Optional.of(new Scaling.Alpha(WeightGradient.CORRECTED)));

  private final boolean binaryInputs;
  private final Optional<Scaling> scaling;

  Binarization(boolean binaryInputs, Optional<Scaling> scaling) {
    this.binaryInputs = binaryInputs;
    this.scaling = scaling;
  }

  /**
   * Whether the convolution sees only the signs of its input.
   *
   * @return false if inputs stay float
   */
  public boolean binaryInputs() {
    return binaryInputs;
  }

  /**
   * What the paper multiplies the signs of the weights with.
   *
   * @return empty if weights stay float
   */
  public Optional<Scaling> scaling() {
    return scaling;
  }
}
