// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.engine.onednn;

import io.github.bnn4j.layers.BatchNorm;
import io.github.bnn4j.layers.BinConv2d;
import io.github.bnn4j.layers.Operation;
import io.github.bnn4j.layers.engine.pass.ChannelOrder;
import io.github.bnn4j.layers.engine.pass.ChannelPasses;
import io.github.bnn4j.layers.engine.pass.ChannelStatistics;
import io.github.bnn4j.layers.engine.pass.Gate;
import io.github.bnn4j.layers.engine.pass.GatedGradient;
import io.github.bnn4j.layers.engine.pass.Values;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * [ReLU] - [ChannelShuffle] - BatchNorm - BinActiv - BinConv2d as one operation.
 *
 * <p>The shuffle moves signs, the smallest thing there is to move, while they are written.
 */
final class FusedBlock implements Operation {

  /**
   * What is fused.
   *
   * @param rectified whether a ReLU comes first
   * @param groups groups that are interleaved, 1 for none
   * @param gate the straight-through estimator
   */
  record Fusion(boolean rectified, int groups, BatchNorm norm, Gate gate, BinConv2d conv) {

    /** Of the channels that the convolution reads. */
    ChannelOrder order() {
      return new ChannelOrder(norm.channels(), groups);
    }
  }

  private final ChannelPasses passes;
  private final ChannelStatistics statistics;
  private final Gate gate;
  private final BinaryConvolution convolution;
  private final Optional<Interleaving> separate;
  private final Values signGradient;
  private final INDArray inputGradient;
  private final Values inputGradientValues;
  private INDArray input;

  /**
   * Binds the layers.
   *
   * @param separate brings the gradient of the signs back from the order in which the convolution
   *     writes it, if that is another
   * @param signGradient the gradient of the signs, in the order of the input
   * @param inputGradient holds the gradient of the input
   */
  FusedBlock(
      ChannelPasses passes,
      Fusion fusion,
      BinaryConvolution convolution,
      Optional<Interleaving> separate,
      INDArray signGradient,
      INDArray inputGradient) {
    this.passes = passes;
    this.gate = fusion.gate();
    this.statistics =
        new ChannelStatistics(fusion.norm(), fusion.order().targets(), fusion.rectified());
    this.convolution = convolution;
    this.separate = separate;
    this.signGradient = Values.of(signGradient);
    this.inputGradient = inputGradient;
    this.inputGradientValues = Values.of(inputGradient);
  }

  @Override
  public INDArray forward(INDArray x, boolean training) {
    input = x;
    Values values = Values.of(x);
    passes.measure(values, statistics, training);
    return convolution.forward(values, statistics.scaling());
  }

  @Override
  public INDArray backward(INDArray gradient) {
    convolution.backward(gradient);
    separate.ifPresent(Interleaving::run);
    GatedGradient gated =
        new GatedGradient(Values.of(input), signGradient, statistics.scaling(), gate);
    passes.differentiate(gated, statistics, inputGradientValues);
    return inputGradient;
  }
}
