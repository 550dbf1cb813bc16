// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.engine.onednn;

import io.github.bnn4j.core.shape.FeatureShape;
import io.github.bnn4j.layers.Operation;
import io.github.bnn4j.layers.engine.pass.SharedBuffers;
import org.bytedeco.dnnl.memory.data_type;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Rounds the images to bfloat16. Nobody wants their gradient, which is handed on as it is. */
final class Rounding implements Operation {

  private final INDArray output;
  private final Port source;
  private final OneDnn.Call round;

  Rounding(OneDnn dnn, SharedBuffers buffers, FeatureShape shape, int batch) {
    output = buffers.output(shape, DataType.BFLOAT16);
    source = new Port(dnn.anywhere(OneDnn.activations(shape, batch, data_type.f32)));
    round = dnn.copy(source.memory(), dnn.activations(shape, batch, output));
  }

  @Override
  public INDArray forward(INDArray input, boolean training) {
    source.connect(input);
    round.run();
    return output;
  }

  @Override
  public INDArray backward(INDArray outputGradient) {
    return outputGradient;
  }
}
