// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.shape;

import io.github.bnn4j.core.check.Require;
import java.util.Locale;

/**
 * A window that slides over the rows and columns of a value, surrounded by padding.
 *
 * @param rows how it slides from the top to the bottom
 * @param columns how it slides from the left to the right
 */
public record Window(Axis rows, Axis columns) {

  /** The largest side and stride of a window. */
  public static final int MAX_KERNEL = 255;

  /**
   * How a window slides along one side of a value.
   *
   * @param kernel the taps of the window, 1 to {@value #MAX_KERNEL}
   * @param stride the step between windows, 1 to {@value #MAX_KERNEL}
   * @param before the padding at the top or the left, 0 to {@code kernel - 1}, so that every window
   *     has at least one tap inside
   * @param after the padding at the bottom or the right, 0 to {@code kernel - 1}
   */
  public record Axis(int kernel, int stride, int before, int after) {

    /**
     * Checks the numbers.
     *
     * @param kernel the taps of the window, 1 to {@value #MAX_KERNEL}
     * @param stride the step between windows, 1 to {@value #MAX_KERNEL}
     * @param before the padding at the top or the left, 0 to {@code kernel - 1}
     * @param after the padding at the bottom or the right, 0 to {@code kernel - 1}
     * @throws IllegalArgumentException if a component is outside its range
     */
    public Axis {
      Require.that(
          kernel >= 1 && kernel <= MAX_KERNEL,
          "The kernel of a window must be 1 to %d, not %d.",
          MAX_KERNEL,
          kernel);
      Require.that(
          stride >= 1 && stride <= MAX_KERNEL,
          "The stride of a window must be 1 to %d, not %d.",
          MAX_KERNEL,
          stride);
      for (int padding : new int[] {before, after}) {
        Require.that(
            padding >= 0 && padding < kernel,
            "The padding of a window of %d must be 0 to %d, not %d.",
            kernel,
            kernel - 1,
            padding);
      }
    }

    /** TensorFlow's padding SAME for a side of a given length. */
    private static Axis same(int kernel, int stride, int size) {
      Axis unpadded = new Axis(kernel, stride, 0, 0); // refuses a stride of 0 before it divides
      int outputs = (size + unpadded.stride - 1) / stride;
      int padding = Math.max((outputs - 1) * stride + kernel - size, 0);
      return new Axis(kernel, stride, padding / 2, padding - padding / 2);
    }

    /**
     * Returns the number of windows along a side: {@code (size + before + after - kernel) / stride
     * + 1}.
     *
     * @param size the length of the side
     * @return the number of windows, at least 1
     * @throws IllegalArgumentException if not one window fits
     */
    public int outputSize(int size) {
      int room = size + before + after - kernel;
      Require.that(
          room >= 0,
          "A window of %d with padding %d and %d does not fit on a side of %d.",
          kernel,
          before,
          after,
          size);
      return room / stride + 1;
    }

    /**
     * Returns where a window starts.
     *
     * @param output the number of the window
     * @return the first position that it covers, below 0 in the padding
     */
    public int start(int output) {
      return output * stride - before;
    }

    /**
     * Returns a side with its padding.
     *
     * @param size the length of the side
     * @return {@code before + size + after}
     */
    public int padded(int size) {
      return before + size + after;
    }
  }

  /**
   * Makes a window that is the same along both sides.
   *
   * @param kernel the side of the window, 1 to {@value #MAX_KERNEL}
   * @param stride the step between windows, 1 to {@value #MAX_KERNEL}
   * @param padding the rows and columns added on every side, 0 to {@code kernel - 1}
   * @throws IllegalArgumentException if one is outside its range
   */
  public Window(int kernel, int stride, int padding) {
    this(new Axis(kernel, stride, padding, padding), new Axis(kernel, stride, padding, padding));
  }

  /**
   * Makes the window that TensorFlow and Keras mean by the padding SAME: {@code ceil(size /
   * stride)} outputs along each side, and if the padding is odd, the bottom and the right have one
   * more.
   *
   * @param kernel the side of the window, 1 to {@value #MAX_KERNEL}
   * @param stride the step between windows, 1 to {@value #MAX_KERNEL}
   * @param input what it slides over
   * @return the window for inputs of that size
   * @throws IllegalArgumentException if one is outside its range
   */
  public static Window same(int kernel, int stride, FeatureShape input) {
    return new Window(
        Axis.same(kernel, stride, input.height()), Axis.same(kernel, stride, input.width()));
  }

  /**
   * Makes the one window that covers a whole value.
   *
   * @param input the value
   * @return the window, without padding
   * @throws IllegalArgumentException if a side is longer than {@value #MAX_KERNEL}
   */
  public static Window all(FeatureShape input) {
    return new Window(new Axis(input.height(), 1, 0, 0), new Axis(input.width(), 1, 0, 0));
  }

  /** {@return the number of taps} */
  public int taps() {
    return rows.kernel * columns.kernel;
  }

  /** {@return whether anything is added on any side} */
  public boolean isPadded() {
    return rows.before + rows.after + columns.before + columns.after > 0;
  }

  /** {@return whether one kernel, one stride and one padding say all of it} */
  public boolean isSquare() {
    return rows.equals(columns) && rows.before == rows.after;
  }

  /** {@return the sizes in words, as {@code kernel 3, stride 1, padding 1}} */
  @Override
  public String toString() {
    return isSquare()
        ? String.format(
            Locale.ROOT, "kernel %d, stride %d, padding %d", rows.kernel, rows.stride, rows.before)
        : String.format(
            Locale.ROOT,
            "kernel %d x %d, stride %d x %d, padding %d above, %d below, %d left, %d right",
            rows.kernel,
            columns.kernel,
            rows.stride,
            columns.stride,
            rows.before,
            rows.after,
            columns.before,
            columns.after);
  }
}
