// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.engine.onednn;

import io.github.bnn4j.core.shape.FeatureShape;
import io.github.bnn4j.core.shape.Window;
import io.github.bnn4j.layers.Pool;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.memory.data_type;
import org.bytedeco.dnnl.pooling_backward;
import org.bytedeco.dnnl.pooling_forward;

/**
 * A pool as oneDNN wants it described.
 *
 * @param input shape of one image's input
 * @param batch number of images
 * @param type of the activations
 * @param gradients type of their gradients
 */
record PoolingShape(
    Pool layer, FeatureShape input, int batch, data_type type, data_type gradients) {

  /** The same pool of other images. */
  PoolingShape of(int images) {
    return new PoolingShape(layer, input, images, type, gradients);
  }

  FeatureShape output() {
    return layer.outputShape(input);
  }

  memory.desc source() {
    return OneDnn.activations(input, batch, type);
  }

  memory.desc result() {
    return OneDnn.activations(output(), batch, type);
  }

  memory.desc inputGradient() {
    return OneDnn.activations(input, batch, gradients);
  }

  memory.desc outputGradient() {
    return OneDnn.activations(output(), batch, gradients);
  }

  /** The description of the forward primitive. */
  pooling_forward.primitive_desc forward(OneDnn dnn) {
    Window window = layer.window(input);
    return new pooling_forward.primitive_desc(
        dnn.cpu(),
        prop_kind.forward_training,
        kind(),
        source(),
        result(),
        strides(window),
        kernel(window),
        new long[] {0, 0},
        before(window),
        after(window));
  }

  /** The description of the backward primitive, which gets its scratch memory as an argument. */
  pooling_backward.primitive_desc backward(OneDnn dnn) {
    Window window = layer.window(input);
    return new pooling_backward.primitive_desc(
        dnn.cpu(),
        kind(),
        inputGradient(),
        outputGradient(),
        strides(window),
        kernel(window),
        new long[] {0, 0},
        before(window),
        after(window),
        forward(dnn),
        OneDnn.ownScratch(),
        false);
  }

  private algorithm kind() {
    return layer.kind() == Pool.Kind.MAX
        ? algorithm.pooling_max
        : algorithm.pooling_avg_include_padding;
  }

  private static long[] kernel(Window window) {
    return new long[] {window.rows().kernel(), window.columns().kernel()};
  }

  private static long[] strides(Window window) {
    return new long[] {window.rows().stride(), window.columns().stride()};
  }

  private static long[] before(Window window) {
    return new long[] {window.rows().before(), window.columns().before()};
  }

  private long[] after(Window window) {
    return new long[] {
      after(window.rows(), input.height(), output().height()),
      after(window.columns(), input.width(), output().width())
    };
  }

  /** oneDNN wants the padding after the last window to be just what that window needs. */
  private static long after(Window.Axis axis, int inputSize, int outputSize) {
    return (long) axis.start(outputSize - 1) + axis.kernel() - inputSize;
  }
}
