// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0

/**
 * The mathematics of binary networks as operators on ND4J arrays: what a forward pass does to
 * weights and activations, and what stands in for the derivative of the sign on the way back.
 *
 * <ul>
 *   <li>{@link io.github.bnn4j.core.binarize.WeightBinarizer}: latent float weights W become {@code
 *       alpha * sign(W)} with {@code alpha = mean |W|} a filter, the scale that is nearest to W in
 *       least squares (XNOR-Net, arXiv 1603.05279, section 3.1); after each step W is centred and
 *       clamped to [-1, 1].
 *   <li>{@link io.github.bnn4j.core.binarize.WeightTernarizer}: the same with weights near 0 as 0.
 *   <li>{@link io.github.bnn4j.core.binarize.WeightGradient}: how the gradient of the binary
 *       weights becomes that of the latent ones.
 *   <li>{@link io.github.bnn4j.core.binarize.StraightThroughEstimator}: the derivative that is
 *       taken in place of the sign's, which is 0.
 * </ul>
 *
 * <p>Everything here is a function of its arguments: no state, no threads of its own. A method
 * returns a new array unless it says that it works in place. Costs are those of a few element-wise
 * ND4J operations over the array; the training engines compute the same in fused passes and are
 * tested against these.
 *
 * <p>This is the only package of its module that needs ND4J, an optional dependency of it; the
 * packed side, {@link io.github.bnn4j.core.packed}, never sees it.
 */
package io.github.bnn4j.core.binarize;
