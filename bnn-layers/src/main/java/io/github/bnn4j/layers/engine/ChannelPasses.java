// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.engine;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** The kernels over all positions of a batch, shared among the workers. Not thread-safe. */
final class ChannelPasses {

  private final ChannelKernels kernels;
  private final Workers workers;
  private final Timings timings;
  private final int positions;
  private final Scratch[] scratches;

  ChannelPasses(
      ChannelKernels kernels, Workers workers, Timings timings, int positions, int channels) {
    this.kernels = kernels;
    this.workers = workers;
    this.timings = timings;
    this.positions = positions;
    this.scratches = new Scratch[workers.count()];
    Arrays.setAll(scratches, part -> new Scratch(channels));
  }

  int positions() {
    return positions;
  }

  /** Sums of the last pass that made any: values, or gradients. */
  double[] sums() {
    return scratches[0].sums();
  }

  /** Sums of squares, or of gradients times values. */
  double[] otherSums() {
    return scratches[0].otherSums();
  }

  void moments(Values x, boolean rectified) {
    share(
        (part, from, to) -> {
          scratches[part].clearSums();
          kernels.moments(x, rectified, from, to, scratches[part]);
        });
    addParts();
  }

  void signs(Values x, Scaling scaling, ChannelOrder order, ByteBuffer signs) {
    share((part, from, to) -> kernels.signs(x, scaling, order, from, to, signs, scratches[part]));
  }

  void normalize(Values x, Scaling scaling, boolean relu, Values y) {
    share((part, from, to) -> kernels.normalize(x, scaling, from, to, relu, y, scratches[part]));
  }

  void gradientMoments(Values x, Values gradient, Scaling scaling, Gate gate) {
    share(
        (part, from, to) -> {
          scratches[part].clearSums();
          kernels.gradientMoments(x, gradient, scaling, gate, from, to, scratches[part]);
        });
    addParts();
  }

  void inputGradient(
      Values x,
      Values gradient,
      Scaling scaling,
      Gate gate,
      ChannelKernels.Coefficients coefficients,
      Values inputGradient) {
    share(
        (part, from, to) ->
            kernels.inputGradient(
                x,
                gradient,
                scaling,
                gate,
                coefficients,
                from,
                to,
                inputGradient,
                scratches[part]));
  }

  private void share(Workers.Part part) {
    timings.time(Phase.NORMALIZATION, () -> workers.run(positions, part));
  }

  private void addParts() {
    for (int part = 1; part < scratches.length; part++) {
      scratches[0].addSums(scratches[part]);
    }
  }
}
