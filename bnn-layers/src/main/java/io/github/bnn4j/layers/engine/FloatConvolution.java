// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.engine;

import io.github.bnn4j.layers.Conv2d;
import io.github.bnn4j.layers.FeatureShape;
import io.github.bnn4j.layers.Operation;
import java.util.List;
import java.util.Optional;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.memory.data_type;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A float convolution in oneDNN. Forward it is float32 throughout; on the way back it multiplies
 * bfloat16 where the CPU has it: gradients, weights and a copy of the input are rounded there.
 */
final class FloatConvolution implements Operation {

  private final INDArray output;
  private final INDArray inputGradient;

  /** Held because oneDNN knows its arrays by address only. */
  @SuppressWarnings("UnusedVariable")
  private final SharedBuffers buffers;

  private final Port source;
  private final GradientPort resultGradient;
  private final ConvolutionForward forward;
  private final Optional<OneDnn.Copy> roundSource;
  private final ConvolutionBackwardWeights backwardWeights;
  private final Optional<ConvolutionBackwardData> backwardData;

  /**
   * Binds a layer.
   *
   * @param operands what the way back multiplies: bfloat16 where the CPU has it, else float32
   * @param wanted the type of gradient that the layer in front takes; empty if there is none
   */
  FloatConvolution(
      OneDnn dnn,
      SharedBuffers buffers,
      Conv2d layer,
      FeatureShape input,
      int batch,
      data_type operands,
      Optional<DataType> wanted) {
    ConvolutionShape shape =
        new ConvolutionShape(
            layer.geometry(), input, layer.outputShape(input), batch, data_type.f32);
    ConvolutionShape back = shape.of(operands);
    boolean rounded = operands == data_type.bf16;
    this.buffers = buffers;
    output = Nd4j.create(DataType.FLOAT, shape.output().batch(batch));
    source = new Port(dnn.anywhere(shape.source()));
    resultGradient = new GradientPort(dnn, buffers, shape.output(), batch, Values.type(rounded));
    memory.desc weightDesc = OneDnn.userWeights(layer.geometry());
    memory weights = dnn.view(weightDesc, layer.weight().value());
    memory bias = dnn.view(shape.bias(), layer.bias().value());
    forward =
        new ConvolutionForward(
            dnn,
            shape,
            source.memory(),
            weights,
            List.of(new ConvolutionForward.ChannelStep(algorithm.binary_add, bias)),
            dnn.view(shape.result(), output));
    memory operand =
        rounded
            ? dnn.view(back.source(), buffers.operand(input, DataType.BFLOAT16))
            : source.memory();
    roundSource = rounded ? Optional.of(dnn.copy(source.memory(), operand)) : Optional.empty();
    backwardWeights =
        new ConvolutionBackwardWeights(
            dnn,
            back,
            operand,
            resultGradient.memory(),
            dnn.view(weightDesc, layer.weight().gradient()),
            dnn.view(shape.bias(), layer.bias().gradient()));
    inputGradient = buffers.inputGradient(input, wanted.orElse(DataType.FLOAT));
    backwardData =
        wanted.map(
            type ->
                new ConvolutionBackwardData(
                    dnn,
                    back,
                    resultGradient.memory(),
                    weights,
                    dnn.activations(input, batch, inputGradient)));
  }

  @Override
  public INDArray forward(INDArray input, boolean training) {
    source.connect(input);
    forward.run();
    return output;
  }

  @Override
  public INDArray backward(INDArray outputGradient) {
    resultGradient.connect(outputGradient);
    roundSource.ifPresent(OneDnn.Copy::run);
    backwardWeights.run();
    backwardData.ifPresent(ConvolutionBackwardData::run);
    return inputGradient;
  }
}
