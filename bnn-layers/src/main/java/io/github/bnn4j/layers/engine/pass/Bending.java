// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.engine.pass;

import io.github.bnn4j.layers.Layer;
import io.github.bnn4j.layers.PReLU;
import io.github.bnn4j.layers.Parameter;
import io.github.bnn4j.layers.ReLU;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Optional;

/** The rectifier at the end of a block, if there is one: what its layer has a channel. */
public final class Bending {

  private final Optional<PReLU> learned;
  private final ChannelBend bend;

  private Bending(Optional<PReLU> learned, float slope, int channels) {
    this.learned = learned;
    this.bend = new ChannelBend(channels);
    Arrays.fill(bend.slope(), slope);
  }

  /**
   * Makes one.
   *
   * @param rectifier a {@link PReLU} or a {@link ReLU}
   * @throws IllegalArgumentException if it is another layer
   */
  public static Bending of(Optional<Layer> rectifier, int channels) {
    if (rectifier.isEmpty()) {
      return new Bending(Optional.empty(), 1, channels);
    }
    if (rectifier.get() instanceof PReLU prelu) {
      return new Bending(Optional.of(prelu), 0, channels);
    }
    if (rectifier.get() instanceof ReLU) {
      return new Bending(Optional.empty(), 0, channels);
    }
    throw new IllegalArgumentException("No rectifier: " + rectifier.get().description() + ".");
  }

  /** The values as they are now. */
  ChannelBend read() {
    learned.ifPresent(
        prelu -> {
          read(prelu.shift(), bend.centre());
          read(prelu.slope(), bend.slope());
          read(prelu.offset(), bend.offset());
        });
    return bend;
  }

  private static void read(Parameter parameter, float[] to) {
    parameter.valueMemory().get(0, to);
  }

  /** Writes the gradients of the parameters, from the sums of {@link ResidualKernels#moments}. */
  void differentiate(double[][] sums) {
    learned.ifPresent(
        prelu -> {
          write(sums[0], -1, prelu.shift());
          write(sums[3], 1, prelu.slope());
          write(sums[2], 1, prelu.offset());
        });
  }

  static void write(double[] sums, int factor, Parameter parameter) {
    FloatBuffer memory = parameter.gradientMemory();
    for (int c = 0; c < sums.length; c++) {
      memory.put(c, (float) (factor * sums[c]));
    }
  }
}
