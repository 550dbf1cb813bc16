// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.engine.pass;

import io.github.bnn4j.layers.Parameter;
import io.github.bnn4j.layers.Phase;
import java.util.Arrays;
import java.util.Optional;

/**
 * The passes over the stream of a residual network, shared among the workers; see {@link
 * ResidualKernels}. Not thread-safe.
 */
public final class ResidualPasses {

  private final ResidualKernels kernels = ChannelKernelChoice.ofThisJvm().residual();
  private final Workers workers;
  private final Timings timings;
  private final int positions;
  private final BlockScratch[] scratches;

  public ResidualPasses(Workers workers, Timings timings, int positions, int channels) {
    this.workers = workers;
    this.timings = timings;
    this.positions = positions;
    this.scratches = new BlockScratch[workers.count()];
    Arrays.setAll(scratches, part -> new BlockScratch(channels));
  }

  /** Writes what a block gives. */
  void end(ResidualKernels.End end, Values y) {
    share(
        end.size() + Values.size(y),
        (part, from, to) -> kernels.end(end, from, to, y, scratches[part]));
  }

  /** Writes what a block gives, and takes the signs of it that the next one reads. */
  void end(ResidualKernels.End end, Values y, StreamSigns signs) {
    signs.begin();
    int pixels = signs.pixels();
    timings.time(
        Phase.NORMALIZATION,
        end.size() + Values.size(y) + signs.size(),
        () ->
            workers.run(
                signs.images(),
                (part, first, last) -> {
                  for (int image = first; image < last; image++) {
                    int from = image * pixels;
                    kernels.end(end, from, from + pixels, y, scratches[part]);
                    signs.read(y, image);
                  }
                }));
  }

  /** The way back through the end of a block, of which it writes the parameters' gradients. */
  void differentiate(
      ResidualKernels.End end,
      Values gradient,
      ChannelStatistics statistics,
      Bending bending,
      Values sumGradient,
      Values shortcutGradient) {
    sum(
        end.size() + Values.size(gradient),
        (part, from, to) -> kernels.moments(end, gradient, from, to, scratches[part]));
    double[][] sums = scratches[0].sums();
    statistics.differentiate(sums[0], sums[1], positions);
    bending.differentiate(sums);
    ChannelKernels.Coefficients coefficients = statistics.coefficients();
    share(
        end.size() + Values.size(gradient, sumGradient, shortcutGradient),
        (part, from, to) ->
            kernels.gradients(
                end,
                gradient,
                coefficients,
                from,
                to,
                sumGradient,
                shortcutGradient,
                scratches[part]));
  }

  /**
   * The way back through signs of x + threshold.
   *
   * @param others what is added to the gradient of x
   * @param learned the threshold, if it is, which receives its gradient
   */
  public void differentiateSigns(
      Values x,
      float[] threshold,
      Gate gate,
      Values gradient,
      Optional<Values> others,
      Values inputGradient,
      Optional<Parameter> learned) {
    sum(
        Values.size(x, gradient, inputGradient) + others.map(Values::size).orElse(0L),
        (part, from, to) ->
            kernels.gate(
                x, threshold, gate, gradient, others, from, to, inputGradient, scratches[part]));
    learned.ifPresent(to -> Bending.write(scratches[0].sums()[0], 1, to));
  }

  private void sum(long bytes, Workers.Part part) {
    for (BlockScratch scratch : scratches) {
      scratch.clearSums();
    }
    share(bytes, part);
    for (int i = 1; i < scratches.length; i++) {
      scratches[0].addSums(scratches[i]);
    }
  }

  private void share(long bytes, Workers.Part part) {
    timings.time(Phase.NORMALIZATION, bytes, () -> workers.run(positions, part));
  }
}
