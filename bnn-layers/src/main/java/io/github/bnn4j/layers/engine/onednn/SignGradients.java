// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.engine.onednn;

import io.github.bnn4j.core.shape.FeatureShape;
import io.github.bnn4j.layers.BinConv2d;
import io.github.bnn4j.layers.engine.pass.BinaryWeights;
import io.github.bnn4j.layers.engine.pass.SharedBuffers;
import io.github.bnn4j.layers.engine.pass.Values;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.memory.data_type;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The way back through a binary convolution of signs. It multiplies bfloat16 where the CPU has it:
 * signs are exact there, gradients and alpha are rounded, and gradients travel from block to block
 * in bfloat16, half the bytes to move.
 */
final class SignGradients {

  /** Held because oneDNN knows its arrays by address only. */
  @SuppressWarnings("UnusedVariable")
  private final SharedBuffers buffers;

  private final BinaryWeights weights;
  private final INDArray signs;
  private final GradientPort outputGradient;
  private final ConvolutionBackwardWeights backwardWeights;
  private final ConvolutionBackwardData backwardData;

  /**
   * Binds a layer.
   *
   * @param operands what it multiplies: bfloat16 where the CPU has it, else float32
   * @param signGradient receives the gradient of the signs, of the type of the operands
   */
  SignGradients(
      OneDnn dnn,
      SharedBuffers buffers,
      BinConv2d conv,
      BinaryWeights weights,
      FeatureShape input,
      int batch,
      data_type operands,
      INDArray signGradient) {
    DataType type = Values.type(operands == data_type.bf16);
    ConvolutionShape shape =
        new ConvolutionShape(
            conv.geometry(), input, conv.outputShape(input), batch, operands, data_type.f32);
    memory.desc weightDesc = OneDnn.userWeights(conv.geometry());
    this.buffers = buffers;
    this.weights = weights;
    this.signs = buffers.operand(input, type);
    this.outputGradient = new GradientPort(dnn, buffers, shape.output(), batch, type);
    this.backwardWeights =
        new ConvolutionBackwardWeights(
            dnn,
            shape,
            dnn.view(shape.source(), signs),
            outputGradient.memory(),
            dnn.view(weightDesc, conv.weight().gradient()),
            dnn.view(shape.bias(), conv.bias().gradient()));
    this.backwardData =
        new ConvolutionBackwardData(
            dnn,
            shape,
            outputGradient.memory(),
            dnn.view(weightDesc, weights.scaled()),
            dnn.view(shape.source(), signGradient));
  }

  /** Where the signs of the input are to be before {@link #run}, in the type of the operands. */
  INDArray signs() {
    return signs;
  }

  /** Writes the gradients of the weights, the bias and the signs. */
  void run(INDArray gradient) {
    outputGradient.connect(gradient);
    backwardWeights.run();
    weights.differentiate();
    backwardData.run();
  }
}
