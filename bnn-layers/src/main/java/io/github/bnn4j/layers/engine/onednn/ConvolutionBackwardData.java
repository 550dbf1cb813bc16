// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.engine.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;

import io.github.bnn4j.layers.Phase;
import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.convolution_backward_data;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive_attr;

/** Gradient of a convolution's input. */
final class ConvolutionBackwardData {

  private final OneDnn.Call weights;
  private final OneDnn.Call gradient;

  /**
   * Makes the primitive.
   *
   * @param resultGradient gradient of the output, of the operand type
   * @param userWeights weights in the project's order, float32
   * @param sourceGradient gradient of the input, of the operand type or float32
   */
  ConvolutionBackwardData(
      OneDnn dnn,
      ConvolutionShape shape,
      memory resultGradient,
      memory userWeights,
      memory sourceGradient) {
    convolution_backward_data.primitive_desc chosen =
        shape.backwardData(dnn, sourceGradient.get_desc(), shape.weights(), new primitive_attr());
    memory packed = dnn.allocate(chosen.weights_desc());
    weights = dnn.copy(userWeights, packed);
    IntMemoryMap arguments = new IntMemoryMap();
    arguments
        .put(DNNL_ARG_DIFF_DST, resultGradient)
        .put(DNNL_ARG_WEIGHTS, packed)
        .put(DNNL_ARG_DIFF_SRC, sourceGradient);
    gradient =
        dnn.call(Phase.CONVOLUTION_BACKWARD_DATA, new convolution_backward_data(chosen), arguments);
  }

  void run() {
    weights.run();
    gradient.run();
  }
}
