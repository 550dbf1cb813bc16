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

  private final OneDnn dnn;
  private final INDArray output;
  private final INDArray inputGradient;
  private final Port source;
  private final GradientPort outputGradient;
  private final eltwise_forward forward;
  private final IntMemoryMap forwardArguments = new IntMemoryMap();
  private final eltwise_backward backward;
  private final IntMemoryMap backwardArguments = new IntMemoryMap();

  Rectifier(OneDnn dnn, SharedBuffers buffers, FeatureShape shape, int batch, DataType type) {
    this.dnn = dnn;
    output = buffers.output(shape, type);
    inputGradient = buffers.inputGradient(shape, type);
    memory.desc desc = OneDnn.activations(shape, batch, OneDnn.type(type));
    source = new Port(dnn.anywhere(desc));
    outputGradient = new GradientPort(dnn, buffers, shape, batch, type);
    eltwise_forward.primitive_desc forwardDesc =
        new eltwise_forward.primitive_desc(
            dnn.cpu(), prop_kind.forward_training, algorithm.eltwise_relu, desc, desc);
    forward = new eltwise_forward(forwardDesc);
    forwardArguments.put(DNNL_ARG_SRC, source.memory()).put(DNNL_ARG_DST, dnn.view(desc, output));
    backward =
        new eltwise_backward(
            new eltwise_backward.primitive_desc(
                dnn.cpu(), algorithm.eltwise_relu, desc, desc, desc, forwardDesc));
    backwardArguments
        .put(DNNL_ARG_SRC, source.memory())
        .put(DNNL_ARG_DIFF_DST, outputGradient.memory())
        .put(DNNL_ARG_DIFF_SRC, dnn.view(desc, inputGradient));
  }

  @Override
  public INDArray forward(INDArray input, boolean training) {
    source.connect(input);
    dnn.run(Phase.MOVEMENT, forward, forwardArguments);
    return output;
  }

  @Override
  public INDArray backward(INDArray gradient) {
    outputGradient.connect(gradient);
    dnn.run(Phase.MOVEMENT, backward, backwardArguments);
    return inputGradient;
  }
}
