// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.engine.pass;

import io.github.bnn4j.layers.Operation;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A ReLU that could not be fused with what is before or behind it, in one pass each way. */
public final class Rectifier implements Operation {

  private final ChannelPasses passes;
  private final INDArray output;
  private final INDArray inputGradient;
  private INDArray input;

  /**
   * Makes the operation.
   *
   * @param output holds the output
   * @param inputGradient holds the gradient of the input, in the type that the layer in front takes
   */
  public Rectifier(ChannelPasses passes, INDArray output, INDArray inputGradient) {
    this.passes = passes;
    this.output = output;
    this.inputGradient = inputGradient;
  }

  @Override
  public INDArray forward(INDArray x, boolean training) {
    input = x;
    passes.rectify(Values.of(x), Values.of(output));
    return output;
  }

  @Override
  public INDArray backward(INDArray outputGradient) {
    Values x = Values.of(input);
    passes.differentiateRectified(x, Values.of(outputGradient), Values.of(inputGradient));
    return inputGradient;
  }
}
