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
public final class ResidualEnd implements Joining {

  private final ChannelPasses normalization;
  private final ResidualPasses passes;
  private final ChannelStatistics statistics;
  private final Bending bending;
  private final INDArray output;
  private final Values outputValues;
  private final INDArray sumGradient;
  private final Optional<INDArray> shortcutGradient;
  private final Optional<StreamSigns> signs;

  // Held until the next pass: a buffer does not keep the array alive whose memory it shows.
  private List<INDArray> inputs = List.of();

  /**
   * Binds the layers.
   *
   * @param output holds the output
   * @param sumGradient holds the gradient of what is normalised
   * @param shortcutGradient holds the gradient of the shortcut; without, that of the output is
   *     changed to it
   * @param signs those of the output that the next block reads, if they are to be taken here
   */
  public ResidualEnd(
      ChannelPasses normalization,
      ResidualPasses passes,
      BatchNorm norm,
      Bending bending,
      INDArray output,
      INDArray sumGradient,
      Optional<INDArray> shortcutGradient,
      Optional<StreamSigns> signs) {
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
  }

  @Override
  public INDArray forward(List<INDArray> values, boolean training) {
    inputs = values;
    if (training) {
      normalization.measure(Values.of(values.get(0)), statistics);
    } else {
      statistics.useRunning();
    }
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
    INDArray ofShortcut = shortcutGradient.orElse(outputGradient);
    passes.differentiate(
        end(),
        Values.of(outputGradient),
        statistics,
        bending,
        Values.of(sumGradient),
        Values.of(ofShortcut));
    return List.of(sumGradient, ofShortcut);
  }

  @Override
  public List<GradientFlow.Handing> handings() {
    return List.of(
        GradientFlow.Handing.OWN,
        shortcutGradient.isPresent() ? GradientFlow.Handing.OWN : GradientFlow.Handing.CHANGED);
  }
}
