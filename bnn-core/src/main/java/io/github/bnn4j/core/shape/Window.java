// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.shape;

import io.github.bnn4j.core.check.Require;

/**
 * A square window that slides over the rows and columns of a value, surrounded by padding.
 *
 * @param kernel the side of the window, 1 to {@value #MAX_KERNEL}
 * @param stride the step between windows, 1 to {@value #MAX_KERNEL}
 * @param padding the rows and columns added on every side, 0 to {@code kernel - 1}, so that every
 *     window has at least one tap inside
 */
public record Window(int kernel, int stride, int padding) {

  /** The largest side and stride of a window. */
  public static final int MAX_KERNEL = 63;

  /**
   * Checks the window.
   *
   * @param kernel the side of the window, 1 to {@value #MAX_KERNEL}
   * @param stride the step between windows, 1 to {@value #MAX_KERNEL}
   * @param padding the rows and columns added on every side, 0 to {@code kernel - 1}
   * @throws IllegalArgumentException if a component is outside its range
   */
  public Window {
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
    Require.that(
        padding >= 0 && padding < kernel,
        "The padding of a window of %d must be 0 to %d, not %d.",
        kernel,
        kernel - 1,
        padding);
  }

  /** {@return the number of taps: {@code kernel * kernel}} */
  public int taps() {
    return kernel * kernel;
  }

  /**
   * Returns the number of windows along a side: {@code (size + 2 * padding - kernel) / stride + 1}.
   *
   * @param size the length of the side
   * @return the number of windows, at least 1
   * @throws IllegalArgumentException if not one window fits
   */
  public int outputSize(int size) {
    int room = size + 2 * padding - kernel;
    Require.that(
        room >= 0,
        "A window of %d with padding %d does not fit on a side of %d.",
        kernel,
        padding,
        size);
    return room / stride + 1;
  }
}
