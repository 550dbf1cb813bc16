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
}
