// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.engine.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WORKSPACE;

import io.github.bnn4j.core.shape.FeatureShape;
import io.github.bnn4j.core.shape.Window;
import io.github.bnn4j.layers.Operation;
import io.github.bnn4j.layers.Phase;
import io.github.bnn4j.layers.Pool;
import io.github.bnn4j.layers.engine.pass.SharedBuffers;
import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.pooling_backward;
import org.bytedeco.dnnl.pooling_forward;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Maximum and average pooling in oneDNN; activations go through in the type they come in, gradients
 * in the one that is wanted.
 */
final class Pooling implements Operation {

  private final INDArray output;
  private final INDArray inputGradient;
  private final Port source;
  private final GradientPort outputGradient;
  private final OneDnn.Call forward;
  private final OneDnn.Call backward;

  Pooling(
      OneDnn dnn,
      SharedBuffers buffers,
      Pool layer,
      FeatureShape inputShape,
      int batch,
      DataType type,
      DataType wanted) {
    FeatureShape outputShape = layer.outputShape(inputShape);
    output = buffers.output(outputShape, type);
    inputGradient = buffers.inputGradient(inputShape, wanted);
    memory.desc sourceDesc = OneDnn.activations(inputShape, batch, OneDnn.type(type));
    memory.desc resultDesc = OneDnn.activations(outputShape, batch, OneDnn.type(type));
    source = new Port(dnn.anywhere(sourceDesc));
    outputGradient = new GradientPort(dnn, buffers, outputShape, batch, wanted);

    algorithm kind =
        layer.kind() == Pool.Kind.MAX
            ? algorithm.pooling_max
            : algorithm.pooling_avg_include_padding;
    Window.Axis rows = layer.window(inputShape).rows();
    Window.Axis columns = layer.window(inputShape).columns();
    long[] kernel = {rows.kernel(), columns.kernel()};
    long[] strides = {rows.stride(), columns.stride()};
    long[] dilation = {0, 0};
    long[] before = {rows.before(), columns.before()};
    long[] after = {
      paddingAfter(rows, inputShape.height(), outputShape.height()),
      paddingAfter(columns, inputShape.width(), outputShape.width())
    };
    pooling_forward.primitive_desc forwardDesc =
        new pooling_forward.primitive_desc(
            dnn.cpu(),
            prop_kind.forward_training,
            kind,
            sourceDesc,
            resultDesc,
            strides,
            kernel,
            dilation,
            before,
            after);
    IntMemoryMap forwardArguments = new IntMemoryMap();
    forwardArguments
        .put(DNNL_ARG_SRC, source.memory())
        .put(DNNL_ARG_DST, dnn.view(resultDesc, output));
    pooling_backward.primitive_desc backwardDesc =
        new pooling_backward.primitive_desc(
            dnn.cpu(),
            kind,
            OneDnn.activations(inputShape, batch, OneDnn.type(wanted)),
            OneDnn.activations(outputShape, batch, OneDnn.type(wanted)),
            strides,
            kernel,
            dilation,
            before,
            after,
            forwardDesc);
    IntMemoryMap backwardArguments = new IntMemoryMap();
    backwardArguments
        .put(DNNL_ARG_DIFF_DST, outputGradient.memory())
        .put(DNNL_ARG_DIFF_SRC, dnn.activations(inputShape, batch, inputGradient));
    if (layer.kind() == Pool.Kind.MAX) {
      memory winners = dnn.allocate(forwardDesc.workspace_desc());
      forwardArguments.put(DNNL_ARG_WORKSPACE, winners);
      backwardArguments.put(DNNL_ARG_WORKSPACE, winners);
    }
    forward = dnn.call(Phase.MOVEMENT, new pooling_forward(forwardDesc), forwardArguments);
    backward = dnn.call(Phase.MOVEMENT, new pooling_backward(backwardDesc), backwardArguments);
  }

  /** oneDNN wants the padding after the last window to be just what that window needs. */
  private static long paddingAfter(Window.Axis axis, int inputSize, int outputSize) {
    return (long) axis.start(outputSize - 1) + axis.kernel() - inputSize;
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
