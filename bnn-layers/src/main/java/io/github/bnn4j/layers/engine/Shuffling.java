// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.engine;

import io.github.bnn4j.layers.ChannelShuffle;
import io.github.bnn4j.layers.FeatureShape;
import io.github.bnn4j.layers.Operation;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.memory.data_type;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A channel shuffle of float32 activations in oneDNN. */
final class Shuffling implements Operation {

  private final INDArray output;
  private final INDArray inputGradient;
  private final Port source;
  private final Port outputGradient;
  private final Interleaving forward;
  private final Interleaving backward;

  Shuffling(
      OneDnn dnn, SharedBuffers buffers, ChannelShuffle layer, FeatureShape shape, int batch) {
    output = Nd4j.create(DataType.FLOAT, shape.batch(batch));
    inputGradient = buffers.inputGradient(shape, DataType.FLOAT);
    memory.desc desc = OneDnn.activations(shape, batch, data_type.f32);
    source = new Port(dnn.anywhere(desc));
    outputGradient = new Port(dnn.anywhere(desc));
    int groups = layer.groups();
    forward =
        new Interleaving(
            dnn, shape, batch, data_type.f32, groups, source.memory(), dnn.view(desc, output));
    backward =
        new Interleaving(
            dnn,
            shape,
            batch,
            data_type.f32,
            shape.channels() / groups,
            outputGradient.memory(),
            dnn.view(desc, inputGradient));
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
