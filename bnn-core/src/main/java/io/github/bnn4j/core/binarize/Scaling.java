// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.binarize;

/**
 * What a binary convolution multiplies its sums of signs with, so that they come close to those of
 * its latent weights W: {@code y = scale * (x * sign(W)) + bias}.
 *
 * <p>All but {@link AlphaAndK} are one factor an output channel. All but that and {@link Ternary}
 * fold into an integer threshold when a network is packed. Immutable.
 */
public sealed interface Scaling {

  /**
   * No scale: {@code y = x * sign(W)}. The gradient of the signs passes to the latent weights where
   * {@code |W| <= 1}.
   *
   * <p>See Hubara, I. et al. "Binarized Neural Networks", NIPS 2016 (arXiv 1602.02830).
   */
  record None() implements Scaling {}

  /**
   * The closed form {@code alpha = mean |W|} of a filter, which minimises the squared distance of W
   * to {@code alpha * sign(W)}.
   *
   * <p>See Rastegari, M. et al. "XNOR-Net: ImageNet Classification Using Binary Convolutional
   * Neural Networks", ECCV 2016 (arXiv 1603.05279), section 3.1.
   *
   * @param rule how the gradient of {@code alpha * sign(W)} becomes that of W
   */
  record Alpha(WeightGradient rule) implements Scaling {}

  /**
   * The closed form for weights and inputs: {@code y = K (.) alpha (sign(x) * sign(W))}. K is one
   * factor a position, the mean of |x| over all channels and taps of the window there; a tap on the
   * padding counts as 0. The convolution takes the signs of its input itself, as K needs the
   * magnitudes.
   *
   * <p>See the XNOR-Net paper, section 3.2. Unlike the implementations of its authors and others,
   * the gradient also goes through K, whose derivative is that of the mean.
   *
   * @param rule how the gradient of {@code alpha * sign(W)} becomes that of W
   * @param estimator what stands in for the derivative of sign(x)
   */
  record AlphaAndK(WeightGradient rule, StraightThroughEstimator estimator) implements Scaling {}

  /**
   * A factor an output channel that is trained like any other parameter. It starts as the alpha of
   * the initial weights; the gradient of {@code scale * sign(W)} passes to W, times the scale,
   * where {@code |W| <= 1}.
   *
   * <p>See Bulat, A. and Tzimiropoulos, G. "XNOR-Net++: Improved Binary Neural Networks", BMVC 2019
   * (arXiv 1909.13863), whose first case this is.
   */
  record Learned() implements Scaling {}

  /**
   * Ternary weights, {@code y = alpha (x * t) + bias}: t is sign(W) where {@code |W| > 0.7 mean
   * |W|} of a filter and 0 elsewhere, alpha the mean of |W| over the former, see {@link
   * WeightTernarizer}. The gradient of {@code alpha * t} passes to W as it is. For training and
   * evaluation alone: packed weights have one bit.
   *
   * <p>See Li, F. et al. "Ternary Weight Networks", 2016 (arXiv 1605.04711).
   */
  record Ternary() implements Scaling {}
}
