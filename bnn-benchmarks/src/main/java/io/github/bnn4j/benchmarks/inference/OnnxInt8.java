// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.benchmarks.inference;

import io.github.bnn4j.benchmarks.inference.OnnxGraph.Type;
import io.github.bnn4j.core.packed.Window;
import java.util.List;
import java.util.Map;

/**
 * A float network in 8 bits: weights signed with a scale for each convolution, activations
 * unsigned. Zero stands for zero, so that saturation is the ReLU. All activations have one made-up
 * scale: it changes what comes out, but not how long it takes.
 */
final class OnnxInt8 extends OnnxExport {

  private static final List<Integer> SCALAR = List.of();
  private static final float INPUT_SCALE = 0.02f;
  private static final float ACTIVATION_SCALE = 0.05f;

  private String scale = "input.scale";
  private String zero = "input.zero";
  private float scaleValue = INPUT_SCALE;

  @Override
  void begin() {
    graph.constant("input.scale", SCALAR, INPUT_SCALE);
    graph.constant("input.zero", Type.UINT8, SCALAR, new byte[] {(byte) 128});
    graph.constant("scale", SCALAR, ACTIVATION_SCALE);
    graph.constant("zero", Type.UINT8, SCALAR, new byte[1]);
    graph.constant("weight.zero", Type.INT8, SCALAR, new byte[1]);
    add("QuantizeLinear", List.of(INPUT, scale, zero), Map.of());
  }

  @Override
  void convolution(String name, OnnxConvolution convolution) {
    float weightScale = largest(convolution.weights()) / Byte.MAX_VALUE;
    byte[] weights = new byte[convolution.weights().length];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (byte) Math.round(convolution.weights()[i] / weightScale);
    }
    int[] bias = new int[convolution.bias().length];
    for (int c = 0; c < bias.length; c++) {
      bias[c] = Math.round(convolution.bias()[c] / (scaleValue * weightScale));
    }
    graph.constant(name + ".weight", Type.INT8, convolution.weightShape(), weights);
    graph.constant(name + ".scale", SCALAR, weightScale);
    graph.constant(name + ".bias", convolution.biasShape(), bias);
    add(
        "QLinearConv",
        List.of(
            value(),
            scale,
            zero,
            name + ".weight",
            name + ".scale",
            "weight.zero",
            "scale",
            "zero",
            name + ".bias"),
        convolution.attributes());
    scale = "scale";
    zero = "zero";
    scaleValue = ACTIVATION_SCALE;
  }

  private static float largest(float[] weights) {
    float largest = Float.MIN_NORMAL;
    for (float weight : weights) {
      largest = Math.max(largest, Math.abs(weight));
    }
    return largest;
  }

  @Override
  void averagePool(Window window) {
    add(
        OnnxGraph.MICROSOFT,
        "QLinearAveragePool",
        List.of(value(), scale, zero, "scale", "zero"),
        averageAttributes(window));
  }

  @Override
  void end() {
    graph.node("", "DequantizeLinear", List.of(value(), scale, zero), OUTPUT, Map.of());
  }
}
