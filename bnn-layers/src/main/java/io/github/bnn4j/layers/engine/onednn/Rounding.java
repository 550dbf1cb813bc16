// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.engine.onednn;

import io.github.bnn4j.core.shape.FeatureShape;
import io.github.bnn4j.layers.Operation;
import org.bytedeco.dnnl.memory.data_type;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Rounds the images to bfloat16. Nobody wants their gradient, which is handed on as it is. */
final class Rounding implements Operation {

  private final INDArray output;
  private final Port source;
  private final OneDnn.Copy round;

  Rounding(OneDnn dnn, FeatureShape shape, int batch) {
    output = Nd4j.create(DataType.BFLOAT16, shape.batch(batch));
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
