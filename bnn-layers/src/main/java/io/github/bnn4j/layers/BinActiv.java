// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers;

import io.github.bnn4j.core.binarize.StraightThroughEstimator;
import io.github.bnn4j.core.shape.FeatureShape;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Binary activation, y = sign(x) with sign(0) = +1, whose gradient is that of a straight-through
 * estimator.
 *
 * <p>Comes right after a {@link BatchNorm}: signs of what is not centred carry little. Any shape
 * {@code [N, H, W, C]}; has no parameters. The estimators and their papers are in {@link
 * io.github.bnn4j.core.binarize.StraightThroughEstimator}.
 */
public final class BinActiv implements Layer {

  private StraightThroughEstimator estimator;

  /**
   * Makes a binary activation.
   *
   * @param estimator what stands in for the derivative of the sign
   */
  public BinActiv(StraightThroughEstimator estimator) {
    this.estimator = estimator;
  }

  /** Makes a binary activation with the clipped identity, gradient 1 where |x| &lt; 1. */
  public BinActiv() {
    this(new StraightThroughEstimator.ClippedIdentity());
  }

  /**
   * What stands in for the derivative of the sign.
   *
   * @return the estimator; {@link #anneal} may replace it by a steeper one
   */
  public StraightThroughEstimator estimator() {
    return estimator;
  }

  @Override
  public void anneal(double progress) {
    estimator = estimator.at(progress);
  }

  @Override
  public FeatureShape outputShape(FeatureShape input) {
    return input;
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.sign(this);
  }

  @Override
  public Operation bind(FeatureShape input) {
    return new Reference();
  }

  private final class Reference implements Operation {
    private INDArray input;

    @Override
    public INDArray forward(INDArray x, boolean training) {
      input = x;
      return estimator.forward(x);
    }

    @Override
    public INDArray backward(INDArray outputGradient) {
      return estimator.backward(input, outputGradient);
    }
  }
}
