// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.engine.onednn;

import io.github.bnn4j.layers.BinConv2d;
import io.github.bnn4j.layers.engine.pass.BinaryWeights;
import io.github.bnn4j.layers.engine.pass.BitConvolution;
import io.github.bnn4j.layers.engine.pass.ChannelScaling;
import io.github.bnn4j.layers.engine.pass.Values;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A binary convolution that counts bits. */
final class SignCount implements BinaryConvolution {

  private final BitConvolution bits;
  private final boolean readAhead;
  private final BinConv2d conv;
  private final BinaryWeights weights;
  private final SignGradients gradients;
  private final INDArray output;

  /**
   * Binds a layer.
   *
   * @param readAhead whether what wrote the input has taken its signs already
   * @param output holds the output
   */
  SignCount(
      BitConvolution bits,
      boolean readAhead,
      BinConv2d conv,
      BinaryWeights weights,
      SignGradients gradients,
      INDArray output) {
    this.bits = bits;
    this.readAhead = readAhead;
    this.conv = conv;
    this.weights = weights;
    this.gradients = gradients;
    this.output = output;
  }

  @Override
  public INDArray forward(Values x, ChannelScaling scaling) {
    if (!readAhead) {
      bits.read(x, scaling);
    }
    weights.take();
    bits.useWeights(weights.values(), weights.scales(), conv.bias().value());
    bits.run(Values.of(output));
    return output;
  }

  @Override
  public void backward(INDArray outputGradient) {
    bits.writeSigns(Values.of(gradients.signs()));
    gradients.run(outputGradient);
  }
}
