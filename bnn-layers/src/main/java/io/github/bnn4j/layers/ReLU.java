// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers;

import io.github.bnn4j.core.packed.layer.PackedLayer;
import io.github.bnn4j.core.packed.layer.Relu;
import io.github.bnn4j.core.shape.FeatureShape;
import java.util.List;
import java.util.Optional;
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
  public Optional<ChannelFunction> perChannel() {
    return Optional.of(ChannelFunction.monotone((c, x) -> Math.max(x, 0)));
  }

  @Override
  public List<PackedLayer> packed(FeatureShape input) {
    return List.of(new Relu());
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
