// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.engine.pass;

import io.github.bnn4j.layers.Parameter;
import io.github.bnn4j.layers.Phase;
import java.nio.FloatBuffer;
import java.util.Arrays;

/** The sums of a gradient over all positions, a channel each, which are the gradient of a bias. */
public final class ChannelSums {

  private final ChannelKernels kernels = PassKernels.ofThisJvm().channels();
  private final Timings timings;
  private final Scratch[] scratches;

  public ChannelSums(Workers workers, Timings timings, int channels) {
    this.timings = timings;
    this.scratches = new Scratch[workers.count()];
    Arrays.setAll(scratches, part -> new Scratch(channels));
  }

  /** Starts with zeros. */
  public void begin() {
    for (Scratch scratch : scratches) {
      scratch.clearSums();
    }
  }

  /** Adds some positions, on a worker. */
  public void add(int part, Values gradient, int some) {
    timings.time(
        part,
        Phase.CONVOLUTION_BACKWARD_WEIGHTS,
        Values.size(gradient),
        () -> kernels.sums(gradient, 0, some, scratches[part]));
  }

  /** Writes the gradient of a parameter. */
  public void write(Parameter bias) {
    for (int part = 1; part < scratches.length; part++) {
      scratches[0].addSums(scratches[part]);
    }
    FloatBuffer gradient = bias.gradientMemory();
    double[] sums = scratches[0].sums();
    for (int c = 0; c < sums.length; c++) {
      gradient.put(c, (float) sums[c]);
    }
  }
}
