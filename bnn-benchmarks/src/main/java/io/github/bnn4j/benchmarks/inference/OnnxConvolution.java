// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.benchmarks.inference;

import io.github.bnn4j.core.packed.Affine;
import io.github.bnn4j.core.packed.ConvGeometry;
import io.github.bnn4j.core.packed.FloatConv2d;
import java.util.List;
import java.util.Map;

/**
 * A convolution as ONNX has it.
 *
 * @param weights {@code [outChannels, inChannels / groups, kernel, kernel]}; not copied
 * @param bias one a channel; not copied
 */
record OnnxConvolution(ConvGeometry geometry, float[] weights, float[] bias) {

  /** Moves the input channels in front of the taps. */
  static OnnxConvolution of(FloatConv2d conv) {
    ConvGeometry geometry = conv.geometry();
    int taps = geometry.kernel() * geometry.kernel();
    int depth = geometry.inChannels() / geometry.groups();
    float[] from = conv.weights();
    float[] to = new float[from.length];
    for (int i = 0; i < from.length; i++) {
      int in = i % depth;
      int tap = i / depth % taps;
      int out = i / depth / taps;
      to[(out * depth + in) * taps + tap] = from[i];
    }
    return new OnnxConvolution(geometry, to, conv.bias());
  }

  /** The same with a scale and a shift of its outputs folded in. */
  OnnxConvolution then(Affine affine) {
    float[] scale = affine.scale();
    float[] shift = affine.shift();
    float[] scaled = weights.clone();
    int perChannel = weights.length / bias.length;
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] *= scale[i / perChannel];
    }
    float[] shifted = bias.clone();
    for (int c = 0; c < shifted.length; c++) {
      shifted[c] = scale[c] * shifted[c] + shift[c];
    }
    return new OnnxConvolution(geometry, scaled, shifted);
  }

  /** The shape of the weights. */
  List<Integer> weightShape() {
    return List.of(
        geometry.outChannels(),
        geometry.inChannels() / geometry.groups(),
        geometry.kernel(),
        geometry.kernel());
  }

  /** The shape of the bias. */
  List<Integer> biasShape() {
    return List.of(bias.length);
  }

  /** The attributes of the operator. */
  Map<String, Object> attributes() {
    int padding = geometry.padding();
    return Map.of(
        "kernel_shape", List.of(geometry.kernel(), geometry.kernel()),
        "strides", List.of(geometry.stride(), geometry.stride()),
        "pads", List.of(padding, padding, padding, padding),
        "group", geometry.groups());
  }
}
