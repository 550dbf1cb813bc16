// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.shape;

import io.github.bnn4j.core.check.Require;

/**
 * The sizes of a two-dimensional convolution.
 *
 * @param inChannels the channels that come in, 1 to {@value #MAX_CHANNELS}
 * @param outChannels the channels that go out, 1 to {@value #MAX_CHANNELS}
 * @param window the window that slides over the input; what is outside counts as 0
 * @param groups how many groups the channels fall into; divides both channel counts, and is both
 *     for a depthwise convolution
 */
public record ConvGeometry(int inChannels, int outChannels, Window window, int groups) {

  /** The most channels on either side of a convolution. */
  public static final int MAX_CHANNELS = 65_535;

  private static final int MAX_WEIGHTS = 1 << 28;

  /**
   * Checks the sizes.
   *
   * @param inChannels the channels that come in, 1 to {@value #MAX_CHANNELS}
   * @param outChannels the channels that go out, 1 to {@value #MAX_CHANNELS}
   * @param window the window that slides over the input
   * @param groups how many groups the channels fall into
   * @throws IllegalArgumentException if a size is outside its range, or the groups do not divide
   *     the channels
   */
  public ConvGeometry {
    Require.that(
        inChannels >= 1
            && inChannels <= MAX_CHANNELS
            && outChannels >= 1
            && outChannels <= MAX_CHANNELS,
        "A convolution has 1 to %d channels on each side, not %d and %d.",
        MAX_CHANNELS,
        inChannels,
        outChannels);
    Require.that(
        groups >= 1 && inChannels % groups == 0 && outChannels % groups == 0,
        "The groups must divide the %d input and %d output channels, which %d does not.",
        inChannels,
        outChannels,
        groups);
    Require.that(
        (long) outChannels * window.taps() * (inChannels / groups) <= MAX_WEIGHTS,
        "A convolution has at most %d weights.",
        MAX_WEIGHTS);
  }

  /**
   * Makes the sizes of a convolution with a square kernel.
   *
   * @param inChannels the channels that come in, 1 to {@value #MAX_CHANNELS}
   * @param outChannels the channels that go out, 1 to {@value #MAX_CHANNELS}
   * @param kernel the side of the filter
   * @param stride the step between windows
   * @param padding the zeros added on every side
   * @param groups how many groups the channels fall into
   * @throws IllegalArgumentException if a size is outside its range, or the groups do not divide
   *     the channels
   */
  public ConvGeometry(
      int inChannels, int outChannels, int kernel, int stride, int padding, int groups) {
    this(inChannels, outChannels, new Window(kernel, stride, padding), groups);
  }

  /** {@return the input channels that a filter sees: {@code inChannels / groups}} */
  public int perGroup() {
    return inChannels / groups;
  }

  /** {@return whether every filter sees one channel, which no other filter sees} */
  public boolean isDepthwise() {
    return groups > 1 && groups == inChannels && groups == outChannels;
  }

  /** {@return the number of inputs a filter sees: the taps of the window times the channels} */
  public int depth() {
    return window.taps() * perGroup();
  }

  /** {@return the number of weights: {@code outChannels * depth}} */
  public int weights() {
    return outChannels * depth();
  }

  /** {@return the shape of the weights: {@code [outC, kh, kw, inC / groups]}} */
  public int[] weightShape() {
    return new int[] {outChannels, window.rows().kernel(), window.columns().kernel(), perGroup()};
  }

  /** {@return the sizes in short, as {@code 3 x 3, 96 to 192 in 2 groups}} */
  public String summary() {
    String sizes =
        window.rows().kernel()
            + " x "
            + window.columns().kernel()
            + ", "
            + inChannels
            + " to "
            + outChannels;
    return groups == 1 ? sizes : sizes + " in " + groups + " groups";
  }
}
