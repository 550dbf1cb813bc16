// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.speedup;

import io.github.bnn4j.core.shape.ConvGeometry;
import java.util.Random;

/**
 * A convolution of figure 4 of XNOR-Net: 14 x 14 positions, stride 1, padded to keep its size.
 *
 * @param channels input channels
 * @param kernel side of the filters, odd
 * @param filters output channels
 */
public record Convolution(int channels, int kernel, int filters) {
  /** Height and width of the input. */
  public static final int SIDE = 14;

  private static final double WORD = 64;

  /** The convolution with as many filters as the figure's text names channels, 256. */
  public Convolution(int channels, int kernel) {
    this(channels, kernel, 256);
  }

  /**
   * The speed-up that the paper derives from counting operations: {@code 64 c N_W / (c N_W + 64)}
   * with c channels and N_W taps, for 64 binary operations at the cost of a float one.
   */
  public double theory() {
    double sum = (double) channels * kernel * kernel;
    return WORD * sum / (sum + WORD);
  }

  ConvGeometry geometry() {
    return new ConvGeometry(channels, filters, kernel, 1, kernel / 2, 1);
  }

  /** Inputs, {@code [H, W, C]}, from -1 to 1. */
  float[] input() {
    return random(SIDE * SIDE * channels, 1);
  }

  /** Weights, {@code [filters, kernel, kernel, channels]}, from -1 to 1. */
  float[] weights() {
    return random(geometry().weights(), 2);
  }

  private static float[] random(int count, long seed) {
    Random random = new Random(seed);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = 2 * random.nextFloat() - 1;
    }
    return values;
  }
}
