// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.packed.layer;

import io.github.bnn4j.core.shape.Window;
import java.util.Optional;

/**
 * The largest value of every window, per channel, INT or FLOAT to the same kind. Taps outside the
 * image do not take part.
 *
 * @param window the window that slides over the input
 */
public record MaxPool(Window window) implements PackedLayer {

  /**
   * Makes a pool of a window of the given sizes.
   *
   * @param kernel the side of the window
   * @param stride the step between windows
   * @param padding the rows and columns added on every side
   */
  public MaxPool(int kernel, int stride, int padding) {
    this(new Window(kernel, stride, padding));
  }

  @Override
  public ValueShape outputShape(ValueShape input) {
    input.requireKind(ValueKind.INT, ValueKind.FLOAT);
    return input.through(window, input.kind(), input.channels());
  }

  @Override
  public Optional<Window> slides() {
    return Optional.of(window);
  }

  @Override
  public Kind kind() {
    return Kind.MAX_POOL;
  }

  @Override
  public void writeFields(FieldWriter out) {
    out.window(window);
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.visit(this);
  }
}
