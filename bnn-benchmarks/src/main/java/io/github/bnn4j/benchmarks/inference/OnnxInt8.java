// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.benchmarks.inference;

import io.github.bnn4j.core.onnx.OnnxConvolution;
import io.github.bnn4j.core.onnx.OnnxExport;
import io.github.bnn4j.core.onnx.OnnxGraph;
import io.github.bnn4j.core.onnx.OnnxGraph.Type;
import io.github.bnn4j.core.packed.PackedNetwork;
import io.github.bnn4j.core.packed.layer.Affine;
import io.github.bnn4j.core.packed.layer.AvgPool;
import io.github.bnn4j.core.packed.layer.FloatConv2d;
import io.github.bnn4j.core.packed.layer.ImageSpec;
import io.github.bnn4j.core.packed.layer.MaxPool;
import io.github.bnn4j.core.packed.layer.PackedLayer;
import io.github.bnn4j.core.packed.layer.Relu;
import io.github.bnn4j.core.shape.Window;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A float network as an ONNX model in 8 bits: weights signed with a scale for each convolution,
 * activations unsigned. Zero stands for zero, so that saturation is the ReLU. All activations have
 * one made-up scale: it changes what comes out, but not how long it takes. For a single use.
 */
final class OnnxInt8 {

  private static final List<Integer> SCALAR = List.of();
  private static final float INPUT_SCALE = 0.02f;
  private static final float ACTIVATION_SCALE = 0.05f;

  private String scale = "input.scale";
  private String zero = "input.zero";
  private float scaleValue = INPUT_SCALE;
  private final OnnxGraph graph = new OnnxGraph();
  private String value = OnnxExport.INPUT;
  private int values;

  /**
   * Writes the model.
   *
   * @throws IllegalArgumentException if a layer is binary or a shuffle, or a normalisation or
   *     rectifier does not follow a convolution
   */
  byte[] export(PackedNetwork network) {
    ImageSpec image = network.input();
    graph.input(OnnxExport.INPUT, List.of(1, image.channels(), image.height(), image.width()));
    graph.output(OnnxExport.OUTPUT, List.of(1, network.labels().size(), 1, 1));
    begin();
    List<PackedLayer> layers = network.graph().layers();
    int next = 0;
    while (next < layers.size()) {
      PackedLayer layer = layers.get(next++);
      if (layer instanceof FloatConv2d conv) {
        OnnxConvolution folded = OnnxConvolution.of(conv);
        if (next < layers.size() && layers.get(next) instanceof Affine affine) {
          folded = folded.then(affine);
          next++;
        }
        if (next == layers.size() || !(layers.get(next) instanceof Relu)) {
          throw new IllegalArgumentException("A convolution is exported with its ReLU.");
        }
        next++;
        convolution("conv" + values, folded);
      } else if (layer instanceof MaxPool pool) {
        add("", "MaxPool", List.of(value), attributes(pool.window()));
      } else if (layer instanceof AvgPool pool) {
        averagePool(pool.window());
      } else {
        throw new IllegalArgumentException(
            "There is no export of " + layer.getClass().getSimpleName() + ".");
      }
    }
    graph.node("", "DequantizeLinear", List.of(value, scale, zero), OnnxExport.OUTPUT, Map.of());
    return graph.toBytes();
  }

  private void begin() {
    graph.constant("input.scale", SCALAR, INPUT_SCALE);
    graph.constant("input.zero", Type.UINT8, SCALAR, new byte[] {(byte) 128});
    graph.constant("scale", SCALAR, ACTIVATION_SCALE);
    graph.constant("zero", Type.UINT8, SCALAR, new byte[1]);
    graph.constant("weight.zero", Type.INT8, SCALAR, new byte[1]);
    add("", "QuantizeLinear", List.of(value, scale, zero), Map.of());
  }

  private void convolution(String name, OnnxConvolution convolution) {
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
    graph.constant(name + ".bias", List.of(bias.length), bias);
    add(
        "",
        "QLinearConv",
        List.of(
            value,
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

  private void averagePool(Window window) {
    Map<String, Object> attributes = new LinkedHashMap<>(attributes(window));
    attributes.put("count_include_pad", 1);
    add(
        OnnxGraph.MICROSOFT,
        "QLinearAveragePool",
        List.of(value, scale, zero, "scale", "zero"),
        attributes);
  }

  private void add(
      String domain, String operator, List<String> inputs, Map<String, Object> attributes) {
    String made = "value" + values++;
    graph.node(domain, operator, inputs, made, attributes);
    value = made;
  }

  private static Map<String, Object> attributes(Window window) {
    return Map.of(
        "kernel_shape", List.of(window.kernel(), window.kernel()),
        "strides", List.of(window.stride(), window.stride()),
        "pads", Collections.nCopies(4, window.padding()));
  }
}
