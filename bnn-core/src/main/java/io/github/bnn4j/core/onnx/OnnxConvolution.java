// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.onnx;

import io.github.bnn4j.core.packed.layer.Affine;
import io.github.bnn4j.core.packed.layer.BitConv2d;
import io.github.bnn4j.core.packed.layer.FloatConv2d;
import io.github.bnn4j.core.shape.ConvGeometry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A convolution as ONNX has it.
 *
 * @param geometry channels, kernel, stride, padding and groups
 * @param weights {@code [outChannels, inChannels / groups, kernel, kernel]}; not copied
 * @param bias one a channel; not copied
 */
public record OnnxConvolution(ConvGeometry geometry, float[] weights, float[] bias) {

  private static final int MAX_EXACT_SUM = 1 << 24;

  /**
   * Takes a convolution in single precision: moves the input channels in front of the taps.
   *
   * @param conv the convolution
   * @return the same convolution
   */
  public static OnnxConvolution of(FloatConv2d conv) {
    return of(conv.geometry(), conv.weights(), conv.bias());
  }

  /**
   * Takes a convolution of signs: moves the input channels in front of the taps, and makes bits +1
   * and -1.
   *
   * @param conv the convolution
   * @return the same convolution
   * @throws IllegalArgumentException if a filter has more than 2^24 bits, whose sum a float does
   *     not hold
   */
  public static OnnxConvolution of(BitConv2d conv) {
    ConvGeometry geometry = conv.geometry();
    if (geometry.depth() > MAX_EXACT_SUM) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "A float does not hold the sum of %d signs; ONNX filters of up to %d weights can be"
                  + " made.",
              geometry.depth(),
              MAX_EXACT_SUM));
    }
    return of(geometry, conv.weights().toSigns(), new float[geometry.outChannels()]);
  }

  private static OnnxConvolution of(ConvGeometry geometry, float[] from, float[] bias) {
    int taps = geometry.window().taps();
    int depth = geometry.inChannels() / geometry.groups();
    float[] to = new float[from.length];
    for (int i = 0; i < from.length; i++) {
      int in = i % depth;
      int tap = i / depth % taps;
      int out = i / depth / taps;
      to[(out * depth + in) * taps + tap] = from[i];
    }
    return new OnnxConvolution(geometry, to, bias);
  }

  /**
   * Folds a scale and a shift of the outputs in.
   *
   * @param affine the scale and the shift, one a channel
   * @return both as one convolution
   */
  public OnnxConvolution then(Affine affine) {
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

  /** {@return the shape of the weights} */
  public List<Integer> weightShape() {
    return List.of(
        geometry.outChannels(),
        geometry.inChannels() / geometry.groups(),
        geometry.window().rows().kernel(),
        geometry.window().columns().kernel());
  }

  /** {@return the attributes of the operator} */
  public Map<String, Object> attributes() {
    Map<String, Object> attributes = new LinkedHashMap<>(OnnxValues.attributes(geometry.window()));
    attributes.put("group", geometry.groups());
    return attributes;
  }
}
