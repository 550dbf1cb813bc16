// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.benchmarks.inference;

import io.github.bnn4j.core.packed.Window;
import java.util.List;
import java.util.Map;

/** A float network in float32. */
final class OnnxFloat32 extends OnnxExport {

  @Override
  void begin() {}

  @Override
  void convolution(String name, OnnxConvolution convolution) {
    graph.constant(name + ".weight", convolution.weightShape(), convolution.weights());
    graph.constant(name + ".bias", convolution.biasShape(), convolution.bias());
    add("Conv", List.of(value(), name + ".weight", name + ".bias"), convolution.attributes());
    add("Relu", List.of(value()), Map.of());
  }

  @Override
  void averagePool(Window window) {
    add("AveragePool", List.of(value()), averageAttributes(window));
  }

  @Override
  void end() {
    graph.node("", "Identity", List.of(value()), OUTPUT, Map.of());
  }
}
