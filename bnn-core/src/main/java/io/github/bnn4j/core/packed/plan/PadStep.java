// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.packed.plan;

import io.github.bnn4j.core.check.Require;
import io.github.bnn4j.core.packed.layer.ValueShape;
import io.github.bnn4j.core.shape.Window;
import java.util.Arrays;

/**
 * Copies a value in single precision to padded planes: {@code [channel][row][column]}, so that the
 * windows of neighbouring pixels are neighbours.
 */
final class PadStep implements Step {

  private final Value input;
  private final int output;
  private final Window window;
  private final int planeSize;

  /**
   * Plans the step.
   *
   * @param input what to copy
   * @param output the number of the buffer of the planes
   * @param window the window whose padding is added
   */
  PadStep(Value input, int output, Window window) {
    this.input = input;
    this.output = output;
    this.window = window;
    this.planeSize = planeSize(input.shape(), window);
  }

  /** Returns the numbers of a plane, and checks that all of them have room. */
  static int planeSize(ValueShape shape, Window window) {
    long plane =
        (long) window.rows().padded(shape.height()) * window.columns().padded(shape.width());
    Require.that(
        plane * shape.channels() <= 4L * ValueShape.MAX_ELEMENTS,
        "A padded image needs too much memory.");
    return (int) plane;
  }

  /** Returns the number of the buffer of the planes. */
  int output() {
    return output;
  }

  /** Returns the numbers of all planes. */
  int size() {
    return planeSize * input.shape().channels();
  }

  @Override
  public void run(Buffers buffers) {
    float[] from = buffers.floats[input.buffer()];
    float[] to = buffers.floats[output];
    int height = input.shape().height();
    int width = input.shape().width();
    Arrays.fill(to, 0, size(), 0);
    for (int c = 0; c < input.shape().channels(); c++) {
      int at = input.laneOf()[c];
      for (int y = 0; y < height; y++) {
        int row =
            c * planeSize
                + (y + window.rows().before()) * window.columns().padded(width)
                + window.columns().before();
        for (int x = 0; x < width; x++, at += input.lanes()) {
          to[row + x] = from[at];
        }
      }
    }
  }
}
