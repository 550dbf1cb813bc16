// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.engine.onednn;

import io.github.bnn4j.layers.engine.pass.ChannelScaling;
import io.github.bnn4j.layers.engine.pass.Values;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A binary convolution that counts bits. */
final class SignCount implements BinaryConvolution {

  private final CountedSigns counted;
  private final SignGradients gradients;

  SignCount(CountedSigns counted, SignGradients gradients) {
    this.counted = counted;
    this.gradients = gradients;
  }

  @Override
  public INDArray forward(Values x, ChannelScaling scaling) {
    return counted.forward(x, scaling);
  }

  @Override
  public void backward(INDArray outputGradient) {
    counted.writeSigns(Values.of(gradients.signs()));
    gradients.run(outputGradient);
  }
}
