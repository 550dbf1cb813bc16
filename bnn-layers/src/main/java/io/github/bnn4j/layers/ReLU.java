// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers;

import io.github.bnn4j.core.shape.FeatureShape;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * Rectifier, y = max(x, 0), of any shape {@code [N, H, W, C]}. Its gradient at 0 is 0. Immutable:
 * it has no parameters.
 */
public final class ReLU implements Layer {

  @Override
  public FeatureShape outputShape(FeatureShape input) {
    return input;
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.relu(this);
  }

  @Override
  public Operation bind(FeatureShape input) {
    return new Reference();
  }

  private static final class Reference implements Operation {
    private INDArray input;

    @Override
    public INDArray forward(INDArray x, boolean training) {
      input = x;
      return Transforms.relu(x, true);
    }

    @Override
    public INDArray backward(INDArray outputGradient) {
      return outputGradient.mul(input.gt(0).castTo(outputGradient.dataType()));
    }
  }
}
