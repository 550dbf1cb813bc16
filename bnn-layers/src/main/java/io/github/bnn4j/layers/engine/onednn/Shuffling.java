// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.engine.onednn;

import io.github.bnn4j.core.shape.FeatureShape;
import io.github.bnn4j.layers.ChannelShuffle;
import io.github.bnn4j.layers.Operation;
import io.github.bnn4j.layers.engine.pass.SharedBuffers;
import org.bytedeco.dnnl.memory;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A channel shuffle in oneDNN; activations go through in the type they come in, gradients in the
 * one that is wanted.
 */
final class Shuffling implements Operation {

  private final INDArray output;
  private final INDArray inputGradient;
  private final Port source;
  private final GradientPort outputGradient;
  private final Interleaving forward;
  private final Interleaving backward;

  Shuffling(
      OneDnn dnn,
      SharedBuffers buffers,
      ChannelShuffle layer,
      FeatureShape shape,
      int batch,
      DataType type,
      DataType wanted) {
    output = buffers.output(shape, type);
    inputGradient = buffers.inputGradient(shape, wanted);
    memory.desc desc = OneDnn.activations(shape, batch, OneDnn.type(type));
    source = new Port(dnn.anywhere(desc));
    outputGradient = new GradientPort(dnn, buffers, shape, batch, wanted);
    int groups = layer.groups();
    forward =
        new Interleaving(
            dnn, shape, batch, OneDnn.type(type), groups, source.memory(), dnn.view(desc, output));
    backward =
        new Interleaving(
            dnn,
            shape,
            batch,
            OneDnn.type(wanted),
            shape.channels() / groups,
            outputGradient.memory(),
            dnn.activations(shape, batch, inputGradient));
  }

  @Override
  public INDArray forward(INDArray input, boolean training) {
    source.connect(input);
    forward.run();
    return output;
  }

  @Override
  public INDArray backward(INDArray gradient) {
    outputGradient.connect(gradient);
    backward.run();
    return inputGradient;
  }
}
