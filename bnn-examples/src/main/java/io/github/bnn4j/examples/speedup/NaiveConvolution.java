// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.speedup;

/** A float convolution as six plain loops, channels innermost: the paper's kind of baseline. */
final class NaiveConvolution implements Contestant {
  private final int kernel;
  private final int channels;
  private final int filters;
  private final float[] input;
  private final float[] weights;
  private final float[] output;

  NaiveConvolution(Convolution convolution) {
    kernel = convolution.kernel();
    channels = convolution.channels();
    filters = convolution.filters();
    input = convolution.input();
    weights = convolution.weights();
    output = new float[Convolution.SIDE * Convolution.SIDE * filters];
  }

  @Override
  public double milliseconds() {
    long start = System.nanoTime();
    int to = 0;
    for (int row = 0; row < Convolution.SIDE; row++) {
      for (int column = 0; column < Convolution.SIDE; column++) {
        for (int filter = 0; filter < filters; filter++) {
          output[to++] = sum(row, column, filter);
        }
      }
    }
    return (System.nanoTime() - start) / 1e6;
  }

  /** The outputs, {@code [H, W, filters]}. */
  float[] output() {
    return output;
  }

  private float sum(int row, int column, int filter) {
    float sum = 0;
    for (int dy = 0; dy < kernel; dy++) {
      int y = row + dy - kernel / 2;
      if (y < 0 || y >= Convolution.SIDE) {
        continue;
      }
      for (int dx = 0; dx < kernel; dx++) {
        int x = column + dx - kernel / 2;
        if (x < 0 || x >= Convolution.SIDE) {
          continue;
        }
        int from = (y * Convolution.SIDE + x) * channels;
        int weight = ((filter * kernel + dy) * kernel + dx) * channels;
        for (int c = 0; c < channels; c++) {
          sum += input[from + c] * weights[weight + c];
        }
      }
    }
    return sum;
  }
}
