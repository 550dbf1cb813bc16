// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.packed.layer;

import io.github.bnn4j.core.check.Count;
import io.github.bnn4j.core.check.Require;
import io.github.bnn4j.core.graph.Join;
import io.github.bnn4j.core.shape.FeatureShape;
import io.github.bnn4j.core.shape.Window;
import java.util.List;
import java.util.stream.Collectors;

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

  /** Returns the kind and shape of a join: sums of FLOAT, and concatenations of FLOAT or BITS. */
  static ValueShape joined(Join how, List<ValueShape> inputs) {
    ValueKind kind = inputs.get(0).kind;
    for (ValueShape input : inputs) {
      Require.that(
          input.kind == kind, "It joins values of one kind, not %s and %s.", kind, input.kind);
    }
    Require.that(
        kind == ValueKind.FLOAT || (kind == ValueKind.BITS && how == Join.CONCAT),
        "%s does not join values of the kind %s.",
        how,
        kind);
    return new ValueShape(
        kind,
        how.outputShape(
            inputs.stream().map(ValueShape::features).collect(Collectors.toUnmodifiableList())));
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
        "The layer takes %s, but it is given %d.",
        Count.of(expected, "channel"),
        channels());
  }
}
