// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.packed.layer;

import io.github.bnn4j.core.check.Require;
import io.github.bnn4j.core.graph.Join;
import io.github.bnn4j.core.shape.FeatureShape;
import io.github.bnn4j.core.shape.Window;
import java.util.List;

/**
 * The kind and shape [H, W, C] of the value that flows from one layer to the next, for one image.
 *
 * @param kind what the elements are
 * @param features the rows, columns and channels
 */
public record ValueShape(ValueKind kind, FeatureShape features) {

  /** The most elements a value may have: it bounds what running a network can allocate. */
  public static final int MAX_ELEMENTS = 1 << 24;

  /**
   * Checks the shape.
   *
   * @param kind what the elements are
   * @param features the rows, columns and channels
   * @throws IllegalArgumentException if there are more than {@link #MAX_ELEMENTS} elements
   */
  public ValueShape {
    long pixels = (long) features.height() * features.width();
    Require.that(
        pixels <= MAX_ELEMENTS && pixels * features.channels() <= MAX_ELEMENTS,
        "A value of shape %s is larger than the limit of %d elements.",
        features,
        MAX_ELEMENTS);
  }

  /** {@return the number of rows} */
  public int height() {
    return features.height();
  }

  /** {@return the number of columns} */
  public int width() {
    return features.width();
  }

  /** {@return the number of channels} */
  public int channels() {
    return features.channels();
  }

  /** {@return {@code height * width}} */
  public int pixels() {
    return features.pixels();
  }

  /** {@return {@code height * width * channels}} */
  public int size() {
    return features.size();
  }

  /**
   * Returns this shape with another kind.
   *
   * @param other the kind
   * @return the shape
   */
  public ValueShape as(ValueKind other) {
    return new ValueShape(other, features);
  }

  /** Returns the shape a window leaves when it slides over this one. */
  ValueShape through(Window window, ValueKind outputKind, int outputChannels) {
    return new ValueShape(outputKind, features.through(window, outputChannels));
  }

  /**
   * Returns the kind and shape of a join.
   *
   * @param how what becomes of the inputs
   * @param inputs the kinds and shapes of what is joined
   * @return those of the output
   * @throws IllegalArgumentException if they do not fit together, or are not all of the kind FLOAT
   */
  static ValueShape joined(Join how, List<ValueShape> inputs) {
    for (ValueShape input : inputs) {
      Require.that(
          input.kind == ValueKind.FLOAT, "A join takes FLOAT, but it is given %s.", input.kind);
    }
    return new ValueShape(
        ValueKind.FLOAT, how.outputShape(inputs.stream().map(ValueShape::features).toList()));
  }

  void requireKind(ValueKind... allowed) {
    Require.that(
        List.of(allowed).contains(kind),
        "The layer takes %s, but it is given %s.",
        List.of(allowed),
        kind);
  }

  void requireChannels(int expected) {
    Require.that(
        channels() == expected,
        "The layer takes %d channels, but it is given %d.",
        expected,
        channels());
  }
}
