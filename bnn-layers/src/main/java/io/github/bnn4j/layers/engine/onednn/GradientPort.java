// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.engine.onednn;

import io.github.bnn4j.core.shape.FeatureShape;
import io.github.bnn4j.layers.engine.pass.SharedBuffers;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.memory.data_type;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The place where a primitive finds the gradient of its output, in the type that it works on. The
 * gradient mostly comes in that type; a float32 one is rounded on arrival.
 */
final class GradientPort {

  private final DataType type;
  private final Port operand;
  private final Port exact;
  private final INDArray rounded;
  private final OneDnn.Call round;

  GradientPort(OneDnn dnn, SharedBuffers buffers, FeatureShape shape, int batch, DataType wanted) {
    type = wanted;
    operand = new Port(dnn.anywhere(OneDnn.activations(shape, batch, OneDnn.type(wanted))));
    exact = new Port(dnn.anywhere(OneDnn.activations(shape, batch, data_type.f32)));
    rounded = buffers.roundedGradient(shape, type);
    round = dnn.copy(exact.memory(), dnn.activations(shape, batch, rounded));
  }

  /** Of the type wanted; where it lies is only known once connected. */
  memory memory() {
    return operand.memory();
  }

  /** Points at the gradient, or at its rounded copy. */
  void connect(INDArray gradient) {
    operand.connect(ofType(gradient));
  }

  /** The gradient, or its rounded copy. */
  INDArray ofType(INDArray gradient) {
    if (gradient.dataType() == type) {
      return gradient;
    }
    exact.connect(gradient);
    round.run();
    return rounded;
  }
}
