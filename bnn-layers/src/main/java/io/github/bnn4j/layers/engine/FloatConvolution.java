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

/** A float convolution in oneDNN, float32 throughout. */
final class FloatConvolution implements Operation {

  private final INDArray output;
  private final INDArray inputGradient;
  private final Port source;
  private final Port resultGradient;
  private final ConvolutionForward forward;
  private final ConvolutionBackwardWeights backwardWeights;
  private final Optional<ConvolutionBackwardData> backwardData;

  FloatConvolution(
      OneDnn dnn,
      SharedBuffers buffers,
      Conv2d layer,
      FeatureShape input,
      int batch,
      boolean needsInputGradient) {
    ConvolutionShape shape =
        new ConvolutionShape(
            layer.geometry(), input, layer.outputShape(input), batch, data_type.f32);
    output = Nd4j.create(DataType.FLOAT, shape.output().batch(batch));
    inputGradient = buffers.inputGradient(input, DataType.FLOAT);
    source = new Port(dnn.anywhere(shape.source()));
    resultGradient = new Port(dnn.anywhere(shape.resultGradient()));
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
    backwardWeights =
        new ConvolutionBackwardWeights(
            dnn,
            shape,
            source.memory(),
            resultGradient.memory(),
            dnn.view(weightDesc, layer.weight().gradient()),
            dnn.view(shape.bias(), layer.bias().gradient()));
    backwardData =
        needsInputGradient
            ? Optional.of(
                new ConvolutionBackwardData(
                    dnn,
                    shape,
                    resultGradient.memory(),
                    weights,
                    dnn.view(shape.source(), inputGradient)))
            : Optional.empty();
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
    backwardWeights.run();
    backwardData.ifPresent(ConvolutionBackwardData::run);
    return inputGradient;
  }
}
