// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers;

import io.github.bnn4j.core.binarize.StraightThroughEstimator;
import io.github.bnn4j.core.shape.FeatureShape;
import io.github.bnn4j.layers.Parameter.Role;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Binary activation, y = sign(x) with sign(0) = +1, whose gradient is that of a straight-through
 * estimator. Any shape {@code [N, H, W, C]}.
 *
 * <p>Without parameters it comes right after a {@link BatchNorm}: signs of what is not centred
 * carry little. On the stream of a residual network, which nothing centres, it learns where to cut:
 * {@link #withThresholds} gives {@code y = sign(x + threshold_c)}, the RSign of Liu, Z. et al.
 * "ReActNet: Towards Precise Binary Neural Network with Generalized Activation Functions", ECCV
 * 2020 (arXiv 2003.03488).
 *
 * <p>The estimators and their papers are in {@link
 * io.github.bnn4j.core.binarize.StraightThroughEstimator}.
 */
public final class BinActiv implements Layer {

  private final Optional<Parameter> threshold;
  private StraightThroughEstimator estimator;

  private BinActiv(StraightThroughEstimator estimator, Optional<Parameter> threshold) {
    this.estimator = estimator;
    this.threshold = threshold;
  }

  /**
   * Makes a binary activation.
   *
   * @param estimator what stands in for the derivative of the sign
   */
  public BinActiv(StraightThroughEstimator estimator) {
    this(estimator, Optional.empty());
  }

  /** Makes a binary activation with the clipped identity, gradient 1 where |x| &lt; 1. */
  public BinActiv() {
    this(new StraightThroughEstimator.ClippedIdentity());
  }

  /**
   * Makes a binary activation that learns a threshold a channel, 0 at first.
   *
   * @param channels the channels of its input
   * @param estimator what stands in for the derivative of the sign
   * @return a new layer
   */
  public static BinActiv withThresholds(int channels, StraightThroughEstimator estimator) {
    return new BinActiv(estimator, Optional.of(new Parameter("threshold", Role.NORM, 0, channels)));
  }

  /**
   * What stands in for the derivative of the sign.
   *
   * @return the estimator; {@link #anneal} may replace it by a steeper one
   */
  public StraightThroughEstimator estimator() {
    return estimator;
  }

  /**
   * What is added to each channel before its sign is taken.
   *
   * @return {@code [C]}; empty if nothing is added
   */
  public Optional<Parameter> threshold() {
    return threshold;
  }

  @Override
  public List<Parameter> parameters() {
    return threshold.stream().toList();
  }

  @Override
  public void initialize(RandomGenerator random) {
    threshold.ifPresent(parameter -> parameter.value().assign(0));
  }

  @Override
  public void anneal(double progress) {
    estimator = estimator.at(progress);
  }

  @Override
  public FeatureShape outputShape(FeatureShape input) {
    if (threshold.isPresent() && threshold.get().value().length() != input.channels()) {
      throw new IllegalArgumentException(
          "A sign with "
              + threshold.get().value().length()
              + " thresholds cannot take an input of shape "
              + input
              + ".");
    }
    return input;
  }

  @Override
  public Operation bind(FeatureShape input) {
    outputShape(input);
    return new Reference();
  }

  private final class Reference implements Operation {
    private INDArray input;

    @Override
    public INDArray forward(INDArray x, boolean training) {
      input =
          threshold.isPresent()
              ? Convolutions.perChannel(x)
                  .addRowVector(threshold.get().value())
                  .reshape('c', x.shape())
              : x;
      return estimator.forward(input);
    }

    @Override
    public INDArray backward(INDArray outputGradient) {
      INDArray gradient = estimator.backward(input, outputGradient);
      threshold.ifPresent(
          parameter ->
              parameter
                  .gradient()
                  .assign(
                      Convolutions.perChannel(gradient)
                          .sum(0)
                          .reshape(parameter.gradient().shape())));
      return gradient;
    }
  }
}
