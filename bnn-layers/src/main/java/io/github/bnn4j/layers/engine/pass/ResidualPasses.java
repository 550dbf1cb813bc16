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

  private final ResidualKernels kernels = PassKernels.ofThisJvm().residual();
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

  /** Starts the sums of the way back through the ends of blocks, or through signs. */
  public void startSums() {
    for (BlockScratch scratch : scratches) {
      scratch.clearSums();
    }
  }

  private double[][] sums() {
    for (int i = 1; i < scratches.length; i++) {
      scratches[0].addSums(scratches[i]);
    }
    return scratches[0].sums();
  }

  /**
   * The way back through the rectifier, for some positions on a worker, which are added to the
   * sums.
   *
   * @param end and the others: those of these positions
   */
  void shortcutGradient(
      int part, ResidualKernels.End end, Values gradient, int some, Values shortcutGradient) {
    timings.time(
        part,
        Phase.NORMALIZATION,
        end.size() + Values.size(gradient, shortcutGradient),
        () -> toShortcut(end, gradient, shortcutGradient).run(part, 0, some));
  }

  /** The same for all positions, with sums of their own. */
  void shortcutGradient(ResidualKernels.End end, Values gradient, Values shortcutGradient) {
    startSums();
    share(
        end.size() + Values.size(gradient, shortcutGradient),
        toShortcut(end, gradient, shortcutGradient));
  }

  private Workers.Part toShortcut(
      ResidualKernels.End end, Values gradient, Values shortcutGradient) {
    return (part, from, to) ->
        kernels.shortcutGradient(end, gradient, from, to, shortcutGradient, scratches[part]);
  }

  /** Writes the gradients of the parameters of the end of a block, from the sums. */
  void finish(ChannelStatistics statistics, Bending bending) {
    double[][] sums = sums();
    statistics.differentiate(sums[0], sums[1], positions);
    bending.differentiate(sums);
  }

  /** The way back through the normalisation, for some positions on a worker. */
  void sumGradient(
      int part,
      Values z,
      Values shortcutGradient,
      ChannelKernels.Coefficients coefficients,
      int some,
      Values sumGradient) {
    timings.time(
        part,
        Phase.NORMALIZATION,
        Values.size(z, shortcutGradient, sumGradient),
        () -> toSum(z, shortcutGradient, coefficients, sumGradient).run(part, 0, some));
  }

  /** The same for all positions. */
  void sumGradient(
      Values z,
      Values shortcutGradient,
      ChannelKernels.Coefficients coefficients,
      Values sumGradient) {
    share(
        Values.size(z, shortcutGradient, sumGradient),
        toSum(z, shortcutGradient, coefficients, sumGradient));
  }

  private Workers.Part toSum(
      Values z,
      Values shortcutGradient,
      ChannelKernels.Coefficients coefficients,
      Values sumGradient) {
    return (part, from, to) ->
        kernels.sumGradient(
            z, shortcutGradient, coefficients, from, to, sumGradient, scratches[part]);
  }

  /**
   * The way back through signs, for some positions on a worker, which are added to the sums.
   *
   * @param gated and the others: those of these positions
   * @param others what is added to the gradient of the input
   */
  public void differentiateSigns(
      int part, GatedGradient gated, Values others, int some, Values inputGradient) {
    timings.time(
        part,
        Phase.NORMALIZATION,
        gated.size() + Values.size(others, inputGradient),
        () -> throughSigns(gated, Optional.of(others), inputGradient).run(part, 0, some));
  }

  /** The same for all positions, with sums of their own, and others only if there are any. */
  public void differentiateSigns(
      GatedGradient gated, Optional<Values> others, Values inputGradient) {
    startSums();
    share(
        gated.size() + Values.size(inputGradient) + others.map(Values::size).orElse(0L),
        throughSigns(gated, others, inputGradient));
  }

  private Workers.Part throughSigns(
      GatedGradient gated, Optional<Values> others, Values inputGradient) {
    return (part, from, to) ->
        kernels.gate(gated, others, from, to, inputGradient, scratches[part]);
  }

  /** Writes the gradient of the threshold, from the sums. */
  void finish(Parameter learned) {
    Bending.write(sums()[0], 1, learned);
  }

  private void share(long bytes, Workers.Part part) {
    timings.time(Phase.NORMALIZATION, bytes, () -> workers.run(positions, part));
  }
}
