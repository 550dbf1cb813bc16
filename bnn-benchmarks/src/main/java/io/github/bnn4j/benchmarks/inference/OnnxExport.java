// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.benchmarks.inference;

import io.github.bnn4j.core.packed.Affine;
import io.github.bnn4j.core.packed.AvgPool;
import io.github.bnn4j.core.packed.FloatConv2d;
import io.github.bnn4j.core.packed.ImageSpec;
import io.github.bnn4j.core.packed.MaxPool;
import io.github.bnn4j.core.packed.PackedLayer;
import io.github.bnn4j.core.packed.PackedNetwork;
import io.github.bnn4j.core.packed.Relu;
import io.github.bnn4j.core.packed.Window;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes a float network as an ONNX model of one image, {@code [1, C, H, W]}. Normalisations are
 * folded into the convolutions, as ONNX Runtime itself would do. For a single use.
 */
abstract class OnnxExport {

  /** The model's input. */
  static final String INPUT = "image";

  /** The model's output. */
  static final String OUTPUT = "logits";

  final OnnxGraph graph = new OnnxGraph();
  private String value = INPUT;
  private int values;

  /**
   * Writes the model.
   *
   * @throws IllegalArgumentException if a layer is binary or a shuffle, or a normalisation or
   *     rectifier does not follow a convolution
   */
  final byte[] export(PackedNetwork network) {
    ImageSpec image = network.input();
    graph.input(INPUT, List.of(1, image.channels(), image.height(), image.width()));
    graph.output(OUTPUT, List.of(1, network.labels().size(), 1, 1));
    begin();
    List<PackedLayer> layers = network.layers();
    int next = 0;
    while (next < layers.size()) {
      PackedLayer layer = layers.get(next++);
      if (layer instanceof FloatConv2d conv) {
        OnnxConvolution folded = OnnxConvolution.of(conv);
        if (next < layers.size() && layers.get(next) instanceof Affine affine) {
          folded = folded.then(affine);
          next++;
        }
        if (next < layers.size() && layers.get(next) instanceof Relu) {
          next++;
        } else {
          throw new IllegalArgumentException("A convolution is exported with its ReLU.");
        }
        convolution("conv" + values, folded);
      } else if (layer instanceof MaxPool pool) {
        add("MaxPool", List.of(value), attributes(pool.window()));
      } else if (layer instanceof AvgPool pool) {
        averagePool(pool.window());
      } else {
        throw new IllegalArgumentException(
            "There is no export of " + layer.getClass().getSimpleName() + ".");
      }
    }
    end();
    return graph.toBytes();
  }

  /** Writes what comes before the first layer. */
  abstract void begin();

  /** Writes a convolution and a ReLU. */
  abstract void convolution(String name, OnnxConvolution convolution);

  /** Writes an average pool. */
  abstract void averagePool(Window window);

  /** Writes what comes behind the last layer and makes {@link #OUTPUT}. */
  abstract void end();

  /** The value made last. */
  final String value() {
    return value;
  }

  /** Adds an operator that takes some values and makes a new one. */
  final void add(String operator, List<String> inputs, Map<String, Object> attributes) {
    add("", operator, inputs, attributes);
  }

  /** Adds an operator of a domain that takes some values and makes a new one. */
  final void add(
      String domain, String operator, List<String> inputs, Map<String, Object> attributes) {
    String made = "value" + values++;
    graph.node(domain, operator, inputs, made, attributes);
    value = made;
  }

  /** The attributes of a window. */
  static Map<String, Object> attributes(Window window) {
    return Map.of(
        "kernel_shape", List.of(window.kernel(), window.kernel()),
        "strides", List.of(window.stride(), window.stride()),
        "pads", Collections.nCopies(4, window.padding()));
  }

  /** The same for an average, whose padding counts as zeros. */
  static Map<String, Object> averageAttributes(Window window) {
    Map<String, Object> attributes = new LinkedHashMap<>(attributes(window));
    attributes.put("count_include_pad", 1);
    return attributes;
  }
}
