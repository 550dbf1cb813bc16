// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.packed.layer;

import io.github.bnn4j.core.shape.Window;
import java.util.Optional;

/**
 * The mean of every window, per channel, FLOAT to FLOAT. The sum adds the taps inside the image row
 * by row and is divided by the taps of the window, at the border too.
 *
 * @param window the window that slides over the input
 */
public record AvgPool(Window window) implements PackedLayer {

  /**
   * Makes a pool of a window of the given sizes.
   *
   * @param kernel the side of the window
   * @param stride the step between windows
   * @param padding the rows and columns added on every side
   */
  public AvgPool(int kernel, int stride, int padding) {
    this(new Window(kernel, stride, padding));
  }

  @Override
  public ValueShape outputShape(ValueShape input) {
    input.requireKind(ValueKind.FLOAT);
    return input.through(window, ValueKind.FLOAT, input.channels());
  }

  @Override
  public Optional<Window> slides() {
    return Optional.of(window);
  }

  @Override
  public Kind kind() {
    return Kind.AVG_POOL;
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
