// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.engine.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_WEIGHTS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;

import io.github.bnn4j.layers.Phase;
import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.convolution_backward_weights;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.memory.data_type;
import org.bytedeco.dnnl.primitive_attr;

/** Gradients of a convolution's weights and bias. */
final class ConvolutionBackwardWeights {

  private final OneDnn dnn;
  private final convolution_backward_weights primitive;
  private final OneDnn.Copy toUserOrder;
  private final IntMemoryMap arguments = new IntMemoryMap();

  /**
   * Makes the primitive.
   *
   * @param source input, of the operand type
   * @param resultGradient gradient of the output, of the operand type
   * @param weightGradient result in the project's order, float32
   * @param biasGradient result, float32
   */
  ConvolutionBackwardWeights(
      OneDnn dnn,
      ConvolutionShape shape,
      memory source,
      memory resultGradient,
      memory weightGradient,
      memory biasGradient) {
    this.dnn = dnn;
    convolution_backward_weights.primitive_desc chosen =
        new convolution_backward_weights.primitive_desc(
            dnn.cpu(),
            algorithm.convolution_direct,
            shape.source(),
            OneDnn.anyWeights(shape.geometry(), data_type.f32),
            shape.bias(),
            shape.resultGradient(),
            shape.strides(),
            shape.padding(),
            shape.paddingAfter(),
            shape.forward(dnn, new primitive_attr()));
    memory packed = dnn.allocate(chosen.diff_weights_desc());
    primitive = new convolution_backward_weights(chosen);
    toUserOrder = dnn.copy(packed, weightGradient);
    arguments
        .put(DNNL_ARG_SRC, source)
        .put(DNNL_ARG_DIFF_DST, resultGradient)
        .put(DNNL_ARG_DIFF_WEIGHTS, packed)
        .put(DNNL_ARG_DIFF_BIAS, biasGradient);
  }

  void run() {
    dnn.run(Phase.CONVOLUTION_BACKWARD_WEIGHTS, primitive, arguments);
    toUserOrder.run();
  }
}
