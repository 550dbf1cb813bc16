// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.engine.onednn;

import io.github.bnn4j.core.shape.FeatureShape;
import io.github.bnn4j.layers.Conv2d;
import io.github.bnn4j.layers.Operation;
import io.github.bnn4j.layers.engine.pass.SharedBuffers;
import io.github.bnn4j.layers.engine.pass.Values;
import java.util.List;
import java.util.Optional;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.memory.data_type;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A float convolution in oneDNN. Forward it multiplies the type that its input comes in; on the way
 * back it multiplies bfloat16 where the CPU has it: gradients, weights and a copy of the input are
 * rounded there.
 */
final class FloatConvolution implements Operation {

  /**
   * The types of what comes and goes.
   *
   * @param input of the input
   * @param output of the output
   * @param gradient of the gradient that the layer in front takes; empty if there is none
   */
  record Types(DataType input, DataType output, Optional<DataType> gradient) {

    /** All in float32. */
    static final Types FLOAT =
        new Types(DataType.FLOAT, DataType.FLOAT, Optional.of(DataType.FLOAT));
  }

  private final INDArray output;
  private final Optional<INDArray> inputGradient;

  /** Held because oneDNN knows its arrays by address only. */
  @SuppressWarnings("UnusedVariable")
  private final SharedBuffers buffers;

  private final Port source;
  private final GradientPort resultGradient;
  private final ConvolutionForward forward;
  private final Optional<OneDnn.Call> roundSource;
  private final ConvolutionBackwardWeights backwardWeights;
  private final Optional<ConvolutionBackwardData> backwardData;

  /**
   * Binds a layer.
   *
   * @param operands what the way back multiplies: bfloat16 where the CPU has it, else float32
   */
  FloatConvolution(
      OneDnn dnn,
      SharedBuffers buffers,
      Conv2d layer,
      FeatureShape input,
      int batch,
      data_type operands,
      Types types) {
    ConvolutionShape shape =
        new ConvolutionShape(
            layer.geometry(),
            input,
            layer.outputShape(input),
            batch,
            OneDnn.type(types.input()),
            OneDnn.type(types.output()));
    ConvolutionShape back = shape.of(operands);
    boolean rounds = operands != shape.operands();
    this.buffers = buffers;
    output = buffers.output(shape.output(), types.output());
    source = new Port(dnn.anywhere(shape.source()));
    resultGradient =
        new GradientPort(
            dnn, buffers, shape.output(), batch, Values.type(operands == data_type.bf16));
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
        rounds
            ? dnn.view(back.source(), buffers.operand(input, DataType.BFLOAT16))
            : source.memory();
    roundSource = rounds ? Optional.of(dnn.copy(source.memory(), operand)) : Optional.empty();
    backwardWeights =
        new ConvolutionBackwardWeights(
            dnn,
            back,
            operand,
            resultGradient.memory(),
            dnn.view(weightDesc, layer.weight().gradient()),
            dnn.view(shape.bias(), layer.bias().gradient()));
    inputGradient = types.gradient().map(type -> buffers.inputGradient(input, type));
    backwardData =
        inputGradient.map(
            gradient ->
                new ConvolutionBackwardData(
                    dnn,
                    back,
                    resultGradient.memory(),
                    weights,
                    dnn.activations(input, batch, gradient)));
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
    roundSource.ifPresent(OneDnn.Call::run);
    backwardWeights.run();
    backwardData.ifPresent(ConvolutionBackwardData::run);
    return inputGradient.orElse(outputGradient);
  }
}
