// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.packed;

import java.util.List;

/** Runs the layers of a network. */
final class Plan {

  private final ImageSpec input;
  private final List<PackedLayer> layers;
  private final int logits;

  private Plan(ImageSpec input, List<PackedLayer> layers, int logits) {
    this.input = input;
    this.layers = layers;
    this.logits = logits;
  }

  static Plan of(ImageSpec input, int labels, List<PackedLayer> layers) {
    ValueShape shape = input.shape();
    for (int i = 0; i < layers.size(); i++) {
      try {
        shape = layers.get(i).outputShape(shape);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            "Layer " + i + ", " + layers.get(i) + ", does not fit: " + e.getMessage(), e);
      }
    }
    Require.that(
        shape.kind() == ValueKind.FLOAT && shape.elements() == labels,
        "The last layer makes %d elements of kind %s; the %d labels need one FLOAT each.",
        shape.elements(),
        shape.kind(),
        labels);
    return new Plan(input, layers, labels);
  }

  int logits() {
    return logits;
  }

  void run(float[] image, float[] result, int to) {
    double[] values = Interpreter.logits(input, layers, image);
    for (int i = 0; i < values.length; i++) {
      result[to + i] = (float) values[i];
    }
  }
}
