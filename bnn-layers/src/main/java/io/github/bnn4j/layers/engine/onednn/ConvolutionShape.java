// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.engine.onednn;

import io.github.bnn4j.core.shape.ConvGeometry;
import io.github.bnn4j.core.shape.FeatureShape;
import org.bytedeco.dnnl.convolution_backward_data;
import org.bytedeco.dnnl.convolution_backward_weights;
import org.bytedeco.dnnl.convolution_forward;
import org.bytedeco.dnnl.deconvolution_forward;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.memory.data_type;
import org.bytedeco.dnnl.primitive_attr;

/**
 * A convolution as oneDNN wants it described.
 *
 * @param geometry channels, kernel, stride, padding and groups
 * @param input shape of one image's input
 * @param output shape of one image's output
 * @param batch number of images
 * @param operands type of what is multiplied, input, weights and output gradient, and of the input
 *     gradient; sums are float32
 * @param results type of the output
 */
record ConvolutionShape(
    ConvGeometry geometry,
    FeatureShape input,
    FeatureShape output,
    int batch,
    data_type operands,
    data_type results) {

  /** The same convolution with other operands. */
  ConvolutionShape of(data_type type) {
    return new ConvolutionShape(geometry, input, output, batch, type, results);
  }

  /** The same convolution of other images. */
  ConvolutionShape of(int images) {
    return new ConvolutionShape(geometry, input, output, images, operands, results);
  }

  memory.desc source() {
    return OneDnn.activations(input, batch, operands);
  }

  memory.desc result() {
    return OneDnn.activations(output, batch, results);
  }

  memory.desc resultGradient() {
    return OneDnn.activations(output, batch, operands);
  }

  memory.desc weights() {
    return OneDnn.anyWeights(geometry, operands);
  }

  memory.desc bias() {
    return OneDnn.vector(geometry.outChannels());
  }

  long[] strides() {
    return new long[] {geometry.window().rows().stride(), geometry.window().columns().stride()};
  }

  /** The zeros above and on the left. */
  long[] padding() {
    return new long[] {geometry.window().rows().before(), geometry.window().columns().before()};
  }

  /** The zeros below and on the right. */
  long[] paddingAfter() {
    return new long[] {geometry.window().rows().after(), geometry.window().columns().after()};
  }

  /** The description of a primitive of the weights' and the bias' gradients, in an order. */
  convolution_backward_weights.primitive_desc backwardWeights(OneDnn dnn, memory.desc gradient) {
    return new convolution_backward_weights.primitive_desc(
        dnn.cpu(),
        algorithm.convolution_direct,
        source(),
        gradient,
        bias(),
        resultGradient(),
        strides(),
        padding(),
        paddingAfter(),
        forward(dnn, new primitive_attr()),
        OneDnn.ownScratch(),
        false);
  }

  /** The description of a primitive of the input's gradient, which reads weights in an order. */
  convolution_backward_data.primitive_desc backwardData(
      OneDnn dnn, memory.desc sourceGradient, memory.desc weights, primitive_attr attributes) {
    return new convolution_backward_data.primitive_desc(
        dnn.cpu(),
        algorithm.convolution_direct,
        sourceGradient,
        weights,
        resultGradient(),
        strides(),
        padding(),
        paddingAfter(),
        forward(dnn, new primitive_attr()),
        attributes,
        false);
  }

  /**
   * The description of a primitive of the input's gradient, as the deconvolution that it is.
   *
   * @param type of what is multiplied, weights and output gradient
   */
  deconvolution_forward.primitive_desc turned(
      OneDnn dnn, data_type type, primitive_attr attributes) {
    return new deconvolution_forward.primitive_desc(
        dnn.cpu(),
        prop_kind.forward_training,
        algorithm.deconvolution_direct,
        of(type).resultGradient(),
        OneDnn.anyTurnedWeights(geometry, type),
        source(),
        strides(),
        padding(),
        paddingAfter(),
        attributes,
        false);
  }

  /** The forward primitive's description, which the backward ones need too. */
  convolution_forward.primitive_desc forward(OneDnn dnn, primitive_attr attributes) {
    return new convolution_forward.primitive_desc(
        dnn.cpu(),
        prop_kind.forward_training,
        algorithm.convolution_direct,
        source(),
        weights(),
        result(),
        strides(),
        padding(),
        paddingAfter(),
        attributes,
        false);
  }
}
