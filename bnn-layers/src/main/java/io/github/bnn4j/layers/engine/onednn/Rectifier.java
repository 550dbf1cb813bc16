// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.engine.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;

import io.github.bnn4j.core.shape.FeatureShape;
import io.github.bnn4j.layers.Operation;
import io.github.bnn4j.layers.Phase;
import io.github.bnn4j.layers.engine.pass.SharedBuffers;
import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.eltwise_backward;
import org.bytedeco.dnnl.eltwise_forward;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.memory;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A ReLU that could not be fused with what follows it, in oneDNN; activations and gradients in the
 * type that the activations come in.
 */
final class Rectifier implements Operation {

  private final INDArray output;
  private final INDArray inputGradient;
  private final Port source;
  private final GradientPort outputGradient;
  private final OneDnn.Call forward;
  private final OneDnn.Call backward;

  Rectifier(OneDnn dnn, SharedBuffers buffers, FeatureShape shape, int batch, DataType type) {
    output = buffers.output(shape, type);
    inputGradient = buffers.inputGradient(shape, type);
    memory.desc desc = OneDnn.activations(shape, batch, OneDnn.type(type));
    source = new Port(dnn.anywhere(desc));
    outputGradient = new GradientPort(dnn, buffers, shape, batch, type);
    eltwise_forward.primitive_desc forwardDesc =
        new eltwise_forward.primitive_desc(
            dnn.cpu(), prop_kind.forward_training, algorithm.eltwise_relu, desc, desc);
    IntMemoryMap forwardArguments = new IntMemoryMap();
    forwardArguments.put(DNNL_ARG_SRC, source.memory()).put(DNNL_ARG_DST, dnn.view(desc, output));
    forward = dnn.call(Phase.MOVEMENT, new eltwise_forward(forwardDesc), forwardArguments);
    eltwise_backward.primitive_desc backwardDesc =
        new eltwise_backward.primitive_desc(
            dnn.cpu(), algorithm.eltwise_relu, desc, desc, desc, forwardDesc);
    IntMemoryMap backwardArguments = new IntMemoryMap();
    backwardArguments
        .put(DNNL_ARG_SRC, source.memory())
        .put(DNNL_ARG_DIFF_DST, outputGradient.memory())
        .put(DNNL_ARG_DIFF_SRC, dnn.view(desc, inputGradient));
    backward = dnn.call(Phase.MOVEMENT, new eltwise_backward(backwardDesc), backwardArguments);
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
