// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.packed;

/**
 * The kind and shape [H, W, C] of the value that flows from one layer to the next, for one image.
 *
 * @param kind what the elements are
 * @param height the number of rows, at least 1
 * @param width the number of columns, at least 1
 * @param channels the number of channels, at least 1
 */
public record ValueShape(ValueKind kind, int height, int width, int channels) {

  /** The most elements a value may have: it bounds what running a network can allocate. */
  public static final int MAX_ELEMENTS = 1 << 24;

  /**
   * Checks the shape.
   *
   * @param kind what the elements are
   * @param height the number of rows, at least 1
   * @param width the number of columns, at least 1
   * @param channels the number of channels, at least 1
   * @throws IllegalArgumentException if a side is below 1, or there are more than {@link
   *     #MAX_ELEMENTS} elements
   */
  public ValueShape {
    Require.that(
        height >= 1 && width >= 1 && channels >= 1,
        "A value needs at least one row, column and channel, not [%d, %d, %d].",
        height,
        width,
        channels);
    Require.that(
        (long) height * width <= MAX_ELEMENTS && (long) height * width * channels <= MAX_ELEMENTS,
        "A value of shape [%d, %d, %d] is larger than the limit of %d elements.",
        height,
        width,
        channels,
        MAX_ELEMENTS);
  }

  /** {@return {@code height * width}} */
  public int pixels() {
    return height * width;
  }

  /** {@return {@code height * width * channels}} */
  public int elements() {
    return height * width * channels;
  }

  /**
   * Returns this shape with another kind.
   *
   * @param other the kind
   * @return the shape
   */
  public ValueShape as(ValueKind other) {
    return new ValueShape(other, height, width, channels);
  }

  /** Returns the shape a window leaves when it slides over this one. */
  ValueShape through(Window window, ValueKind outputKind, int outputChannels) {
    return new ValueShape(
        outputKind, window.outputSize(height), window.outputSize(width), outputChannels);
  }

  void requireKind(ValueKind... allowed) {
    for (ValueKind each : allowed) {
      if (kind == each) {
        return;
      }
    }
    throw new IllegalArgumentException(
        "The layer takes " + java.util.List.of(allowed) + ", but it is given " + kind + ".");
  }

  void requireChannels(int expected) {
    Require.that(
        channels == expected,
        "The layer takes %d channels, but it is given %d.",
        expected,
        channels);
  }
}
