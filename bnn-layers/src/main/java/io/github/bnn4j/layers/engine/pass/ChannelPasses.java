// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.engine.pass;

import io.github.bnn4j.layers.Phase;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/**
 * The passes over all positions of a batch, shared among the workers. Not thread-safe.
 *
 * <p>{@code v} is the normalised value, {@code r(x)} the input behind the ReLU in front, if there
 * is one; see {@link ChannelKernels}.
 */
public final class ChannelPasses {

  private final ChannelKernels kernels = PassKernels.ofThisJvm().channels();
  private final Workers workers;
  private final Timings timings;
  private final int positions;
  private final Optional<BitConvolution> maker;
  private final ChannelScaling identity;
  private final Scratch[] scratches;

  /**
   * Makes passes.
   *
   * @param maker what makes the activations, if it knows the statistics that are wanted
   */
  public ChannelPasses(
      Workers workers,
      Timings timings,
      int positions,
      int channels,
      Optional<BitConvolution> maker) {
    this.workers = workers;
    this.timings = timings;
    this.positions = positions;
    this.maker = maker;
    this.identity = ChannelScaling.shifted(new float[channels]);
    this.scratches = new Scratch[workers.count()];
    Arrays.setAll(scratches, part -> new Scratch(channels));
  }

  /** Which of the kernels run here, and why. */
  public static String description() {
    return PassKernels.ofThisJvm().description();
  }

  /** Takes the statistics of a batch in training, the running ones otherwise. */
  public void measure(Values x, ChannelStatistics statistics, boolean training) {
    if (!training) {
      statistics.useRunning();
      return;
    }
    if (maker.isPresent()) {
      maker.get().measure(statistics);
      return;
    }
    boolean rectified = statistics.scaling().rectified();
    share(
        Values.size(x),
        (part, from, to) -> {
          scratches[part].clearSums();
          kernels.moments(x, rectified, from, to, scratches[part]);
        });
    addParts();
    statistics.useBatch(scratches[0].sums(), scratches[0].otherSums(), positions);
  }

  /** Writes sign(v), a byte each. */
  public void signs(Values x, ChannelScaling scaling, ChannelOrder order, ByteBuffer signs) {
    share(
        Values.size(x) + signs.capacity(),
        (part, from, to) -> kernels.signs(x, scaling, order, from, to, signs, scratches[part]));
  }

  /** Writes v, or max(v, 0). */
  public void normalize(Values x, ChannelStatistics statistics, boolean relu, Values y) {
    ChannelScaling scaling = statistics.scaling();
    share(
        Values.size(x, y),
        (part, from, to) -> kernels.normalize(x, scaling, from, to, relu, y, scratches[part]));
  }

  /** Writes max(x, 0). */
  void rectify(Values x, Values y) {
    share(
        Values.size(x, y),
        (part, from, to) -> kernels.normalize(x, identity, from, to, true, y, scratches[part]));
  }

  /** The way back through that. */
  void differentiateRectified(Values x, Values gradient, Values inputGradient) {
    ChannelKernels.Coefficients unchanged =
        new ChannelKernels.Coefficients(identity.scale(), identity.shift(), identity.shift());
    GatedGradient gated = new GatedGradient(x, gradient, identity, Gate.POSITIVE);
    share(moved(gated, inputGradient), toInput(gated, unchanged, inputGradient));
  }

  /**
   * The way back, through the gate and the normalisation, whose parameters' gradients it writes.
   */
  public void differentiate(
      GatedGradient gated, ChannelStatistics statistics, Values inputGradient) {
    startSums();
    share(gated.size(), toSums(gated));
    finish(statistics);
    inputGradient(gated, statistics, inputGradient);
  }

  /** Starts the sums of the way back. */
  public void startSums() {
    for (Scratch scratch : scratches) {
      scratch.clearSums();
    }
  }

  /**
   * Adds some positions to the sums, on a worker.
   *
   * @param gated that of these positions
   */
  public void addMoments(int part, GatedGradient gated, int some) {
    timings.time(part, Phase.NORMALIZATION, gated.size(), () -> toSums(gated).run(part, 0, some));
  }

  /** Brings channels that are in an order back to where they come from, on a worker. */
  public void restoreOrder(
      int part, Values ordered, ChannelOrder order, int some, Values restored) {
    timings.time(
        part,
        Phase.MOVEMENT,
        Values.size(ordered, restored),
        () -> kernels.restoreOrder(ordered, order, 0, some, restored, scratches[part]));
  }

  /** Writes the gradients of the parameters of the normalisation, from the sums. */
  public void finish(ChannelStatistics statistics) {
    addParts();
    statistics.differentiate(scratches[0].sums(), scratches[0].otherSums(), positions);
  }

  /** Writes the gradient of the input, once the sums are finished. */
  public void inputGradient(
      GatedGradient gated, ChannelStatistics statistics, Values inputGradient) {
    share(moved(gated, inputGradient), toInput(gated, statistics.coefficients(), inputGradient));
  }

  /**
   * The same for some positions, on a worker.
   *
   * @param gated and the other gradient: those of these positions
   */
  public void inputGradient(
      int part, GatedGradient gated, ChannelStatistics statistics, int some, Values inputGradient) {
    timings.time(
        part,
        Phase.NORMALIZATION,
        moved(gated, inputGradient),
        () -> toInput(gated, statistics.coefficients(), inputGradient).run(part, 0, some));
  }

  private static long moved(GatedGradient gated, Values inputGradient) {
    return gated.size() + Values.size(inputGradient);
  }

  private Workers.Part toSums(GatedGradient gated) {
    return (part, from, to) -> kernels.gradientMoments(gated, from, to, scratches[part]);
  }

  private Workers.Part toInput(
      GatedGradient gated, ChannelKernels.Coefficients coefficients, Values inputGradient) {
    return (part, from, to) ->
        kernels.inputGradient(gated, coefficients, from, to, inputGradient, scratches[part]);
  }

  private void share(long bytes, Workers.Part part) {
    timings.time(Phase.NORMALIZATION, bytes, () -> workers.run(positions, part));
  }

  private void addParts() {
    for (int part = 1; part < scratches.length; part++) {
      scratches[0].addSums(scratches[part]);
    }
  }
}
