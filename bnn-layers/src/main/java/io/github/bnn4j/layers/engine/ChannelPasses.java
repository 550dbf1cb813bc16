// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.engine;

import java.nio.FloatBuffer;
import java.util.Arrays;

/** The kernels over all positions of a batch, shared among the workers. Not thread-safe. */
final class ChannelPasses {

  private final ChannelKernels kernels;
  private final Workers workers;
  private final Timings timings;
  private final int positions;
  private final double[][] sums;
  private final double[][] otherSums;

  ChannelPasses(
      ChannelKernels kernels, Workers workers, Timings timings, int positions, int channels) {
    this.kernels = kernels;
    this.workers = workers;
    this.timings = timings;
    this.positions = positions;
    this.sums = new double[workers.count()][channels];
    this.otherSums = new double[workers.count()][channels];
  }

  int positions() {
    return positions;
  }

  /** Sums of the last pass that made any: values, or gradients. */
  double[] sums() {
    return sums[0];
  }

  /** Sums of squares, or of gradients times values. */
  double[] otherSums() {
    return otherSums[0];
  }

  void moments(FloatBuffer x, boolean rectified) {
    share(
        (part, from, to) -> {
          clear(part);
          kernels.moments(x, rectified, from, to, sums[part], otherSums[part]);
        });
    addParts();
  }

  void signs(FloatBuffer x, Scaling scaling, Values signs) {
    share((part, from, to) -> kernels.signs(x, scaling, from, to, signs));
  }

  void normalize(FloatBuffer x, Scaling scaling, boolean relu, FloatBuffer y) {
    share((part, from, to) -> kernels.normalize(x, scaling, from, to, relu, y));
  }

  void gradientMoments(FloatBuffer x, Values gradient, Scaling scaling, Gate gate) {
    share(
        (part, from, to) -> {
          clear(part);
          kernels.gradientMoments(
              x, gradient, scaling, gate, from, to, sums[part], otherSums[part]);
        });
    addParts();
  }

  void inputGradient(
      FloatBuffer x,
      Values gradient,
      Scaling scaling,
      Gate gate,
      ChannelKernels.Coefficients coefficients,
      Values inputGradient) {
    share(
        (part, from, to) ->
            kernels.inputGradient(
                x, gradient, scaling, gate, coefficients, from, to, inputGradient));
  }

  private void share(Workers.Part part) {
    timings.time(Phase.NORMALIZATION, () -> workers.run(positions, part));
  }

  private void clear(int part) {
    Arrays.fill(sums[part], 0);
    Arrays.fill(otherSums[part], 0);
  }

  private void addParts() {
    for (int part = 1; part < sums.length; part++) {
      for (int c = 0; c < sums[0].length; c++) {
        sums[0][c] += sums[part][c];
        otherSums[0][c] += otherSums[part][c];
      }
    }
  }
}
