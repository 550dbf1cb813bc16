// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.engine.pass;

import io.github.bnn4j.layers.BatchNorm;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The end of a residual block: BatchNorm, the sum with the shortcut, and the rectifier behind it if
 * there is one, in two passes each way. Its inputs are what is normalised and the shortcut.
 */
public final class ResidualEnd implements Joining, GradientReader {

  private final ChannelPasses normalization;
  private final ResidualPasses passes;
  private final ChannelStatistics statistics;
  private final Bending bending;
  private final INDArray output;
  private final Values outputValues;
  private final Optional<INDArray> sumGradient;
  private final Optional<INDArray> shortcutGradient;
  private final Optional<StreamSigns> signs;
  private final List<List<Chunk>> chunks;
  private final int pixels;

  // Held until the next pass: a buffer does not keep the array alive whose memory it shows.
  private List<INDArray> inputs = List.of();
  private ResidualKernels.End end;
  private boolean read;

  /**
   * Binds the layers.
   *
   * @param output holds the output
   * @param sumGradient holds the gradient of what is normalised, unless that is asked for some
   *     images at a time
   * @param shortcutGradient holds the gradient of the shortcut; without, that of the output is
   *     changed to it
   * @param signs those of the output that the next block reads, if they are to be taken here
   * @param chunks the images of which each worker takes the gradient at a time
   * @param pixels of an image
   */
  public ResidualEnd(
      ChannelPasses normalization,
      ResidualPasses passes,
      BatchNorm norm,
      Bending bending,
      INDArray output,
      Optional<INDArray> sumGradient,
      Optional<INDArray> shortcutGradient,
      Optional<StreamSigns> signs,
      List<List<Chunk>> chunks,
      int pixels) {
    this.normalization = normalization;
    this.passes = passes;
    this.bending = bending;
    this.statistics =
        new ChannelStatistics(norm, IntStream.range(0, norm.channels()).toArray(), false);
    this.output = output;
    this.outputValues = Values.of(output);
    this.sumGradient = sumGradient;
    this.shortcutGradient = shortcutGradient;
    this.signs = signs;
    this.chunks = chunks;
    this.pixels = pixels;
  }

  @Override
  public INDArray forward(List<INDArray> values, boolean training) {
    inputs = values;
    normalization.measure(Values.of(values.get(0)), statistics, training);
    if (signs.isPresent()) {
      passes.end(end(), outputValues, signs.get());
    } else {
      passes.end(end(), outputValues);
    }
    return output;
  }

  private ResidualKernels.End end() {
    return new ResidualKernels.End(
        Values.of(inputs.get(0)), Values.of(inputs.get(1)), statistics.scaling(), bending.read());
  }

  @Override
  public List<INDArray> backward(INDArray outputGradient) {
    INDArray ofShortcut = finishShortcut(outputGradient);
    INDArray ofSum = sumGradient.orElseThrow();
    passes.sumGradient(end.z(), Values.of(ofShortcut), statistics.coefficients(), Values.of(ofSum));
    return List.of(ofSum, ofShortcut);
  }

  @Override
  public List<List<Chunk>> chunks() {
    return chunks;
  }

  @Override
  public void begin() {
    passes.startSums();
    end = end();
    read = true;
  }

  @Override
  public void read(int part, Chunk images, Values gradient) {
    int from = images.first() * pixels;
    int positions = images.count() * pixels;
    int channels = end.channels();
    Values ofShortcut =
        shortcutGradient
            .map(all -> Values.of(all).part(from * channels, positions * channels))
            .orElse(gradient);
    passes.shortcutGradient(part, end.part(from, positions), gradient, positions, ofShortcut);
  }

  /**
   * Writes the gradients of the parameters and of the shortcut, unless the latter has been written
   * as its gradient was read.
   */
  public INDArray finishShortcut(INDArray outputGradient) {
    INDArray ofShortcut = shortcutGradient.orElse(outputGradient);
    if (!read) {
      end = end();
      passes.shortcutGradient(end, Values.of(outputGradient), Values.of(ofShortcut));
    }
    read = false;
    passes.finish(statistics, bending);
    return ofShortcut;
  }

  /** Writes the gradient of what is normalised of a worker's images, from the shortcut's. */
  public void sumGradient(int part, Chunk images, Values shortcutGradient, Values sumGradient) {
    int positions = images.count() * pixels;
    passes.sumGradient(
        part,
        end.part(images.first() * pixels, positions).z(),
        shortcutGradient,
        statistics.coefficients(),
        positions,
        sumGradient);
  }

  @Override
  public List<GradientFlow.Handing> handings() {
    return List.of(
        GradientFlow.Handing.OWN,
        shortcutGradient.isPresent() ? GradientFlow.Handing.OWN : GradientFlow.Handing.CHANGED);
  }
}
