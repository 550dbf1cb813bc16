// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.binarize;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * What stands in for the derivative of the sign, which is 0 almost everywhere: the forward pass is
 * the sign, the backward pass multiplies with {@link #derivative}.
 *
 * <p>Implementations are immutable and thread-safe.
 */
public sealed interface StraightThroughEstimator {

  /**
   * The factor on the way back.
   *
   * @param x array the sign was taken of
   * @return an array of the same shape
   */
  INDArray derivative(INDArray x);

  /**
   * The sign, with sign(0) = +1.
   *
   * @param x any array
   * @return +1 and -1, in a new array of the same shape
   */
  default INDArray forward(INDArray x) {
    return x.gte(0).castTo(x.dataType()).muli(2).subi(1);
  }

  /**
   * The gradient of the loss by x.
   *
   * @param x array the sign was taken of
   * @param outputGradient gradient of the loss by the sign
   * @return {@code outputGradient * derivative(x)}, a new array
   */
  default INDArray backward(INDArray x, INDArray outputGradient) {
    return derivative(x).muli(outputGradient);
  }

  /**
   * The estimator for a part of a training run. All but {@link ErrorDecay} stay as they are.
   *
   * @param progress the part of the run that is done, 0 to 1
   * @return the estimator
   * @throws IllegalArgumentException if the progress is not 0 to 1
   */
  default StraightThroughEstimator at(double progress) {
    if (!(progress >= 0 && progress <= 1)) {
      throw new IllegalArgumentException("Progress must be 0 to 1, not " + progress + ".");
    }
    return this;
  }

  /**
   * Clipped identity: 1 where |x| &lt; 1, else 0.
   *
   * <p>See Hubara, I. et al. "Binarized Neural Networks", NIPS 2016 (arXiv 1602.02830).
   */
  record ClippedIdentity() implements StraightThroughEstimator {
    @Override
    public INDArray derivative(INDArray x) {
      return Transforms.abs(x, true).lt(1).castTo(x.dataType());
    }
  }

  /**
   * ApproxSign: 2 - 2|x| where |x| &lt; 1, else 0.
   *
   * <p>See Liu, Z. et al. "Bi-Real Net: Enhancing the Performance of 1-bit CNNs", ECCV 2018 (arXiv
   * 1808.00278).
   */
  record ApproxSign() implements StraightThroughEstimator {
    @Override
    public INDArray derivative(INDArray x) {
      return Transforms.relu(Transforms.abs(x, true).muli(-2).addi(2), false);
    }
  }

  /**
   * SwishSign: the derivative of {@code 2 sigmoid(bx) (1 + bx (1 - sigmoid(bx))) - 1}, which is
   * {@code b (2 - bx tanh(bx / 2)) / (1 + cosh(bx))}.
   *
   * <p>See Darabi, S. et al. "Regularized Binary Network Training" (arXiv 1812.11800).
   *
   * @param beta b, above 0: how steep the derivative is; the paper takes 5
   */
  record SwishSign(double beta) implements StraightThroughEstimator {

    /**
     * Checks the steepness.
     *
     * @param beta how steep the derivative is
     * @throws IllegalArgumentException if it is not above 0
     */
    public SwishSign {
      requirePositive("The beta of SwishSign", beta);
    }

    @Override
    public INDArray derivative(INDArray x) {
      INDArray bx = x.mul(beta);
      INDArray tanh = Transforms.tanh(bx.mul(0.5), false);
      // 1 / (1 + cosh(v)) = (1 - tanh(v / 2)^2) / 2, which does not overflow
      INDArray bell = tanh.mul(tanh).rsubi(1).muli(0.5);
      return bx.muli(tanh).rsubi(2).muli(beta).muli(bell);
    }
  }

  /**
   * The error decay estimator: the derivative of {@code k tanh(tx)} with {@code k = max(1 / t, 1)},
   * which is {@code k t (1 - tanh(tx)^2)}. As t grows over a training run it goes from nearly the
   * identity to nearly the sign.
   *
   * <p>See Qin, H. et al. "Forward and Backward Information Retention for Accurate Binary Neural
   * Networks", CVPR 2020 (arXiv 1909.10788).
   *
   * @param t the steepness, above 0
   */
  record ErrorDecay(double t) implements StraightThroughEstimator {

    private static final double FIRST = 0.1;
    private static final double LAST = 10;

    /**
     * Checks the steepness.
     *
     * @param t the steepness
     * @throws IllegalArgumentException if it is not above 0
     */
    public ErrorDecay {
      requirePositive("The t of ErrorDecay", t);
    }

    /** Makes the estimator for the start of a training run, t = 0.1. */
    public ErrorDecay() {
      this(FIRST);
    }

    /** {@inheritDoc} Goes from t = 0.1 to 10 in equal ratios, whatever t is now. */
    @Override
    public ErrorDecay at(double progress) {
      StraightThroughEstimator.super.at(progress);
      return new ErrorDecay(FIRST * Math.pow(LAST / FIRST, progress));
    }

    @Override
    public INDArray derivative(INDArray x) {
      INDArray tanh = Transforms.tanh(x.mul(t), false);
      return tanh.muli(tanh).rsubi(1).muli(t * Math.max(1 / t, 1));
    }
  }

  private static void requirePositive(String what, double value) {
    if (!(value > 0 && value < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(what + " must be above 0 and finite, not " + value + ".");
    }
  }
}
