// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.engine.onednn;

import io.github.bnn4j.layers.BinConv2d;
import io.github.bnn4j.layers.Parameter;
import io.github.bnn4j.layers.engine.pass.AddingOperation;
import io.github.bnn4j.layers.engine.pass.Gate;
import io.github.bnn4j.layers.engine.pass.GatedGradient;
import io.github.bnn4j.layers.engine.pass.ResidualPasses;
import io.github.bnn4j.layers.engine.pass.SignThreshold;
import io.github.bnn4j.layers.engine.pass.Values;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * BinActiv - BinConv2d as one operation: signs of the stream of a residual network, with learned
 * thresholds or without, and their convolution. On the way back the gradient of the shortcut, which
 * reads the same stream, is added in the same pass.
 */
final class ThresholdBlock implements AddingOperation {

  /**
   * What is fused.
   *
   * @param threshold what is added to each channel before its sign is taken, if anything
   * @param gate the straight-through estimator
   */
  record Fusion(Optional<Parameter> threshold, Gate gate, BinConv2d conv) {}

  private final ResidualPasses passes;
  private final Gate gate;
  private final BinaryConvolution convolution;
  private final SignThreshold threshold;
  private final INDArray signGradient;
  private final Optional<INDArray> inputGradient;
  private INDArray input;

  /**
   * Binds the layers.
   *
   * @param signGradient what the convolution writes the gradient of the signs to
   * @param inputGradient holds the gradient of the input, unless that is always added to what other
   *     readers have handed on
   */
  ThresholdBlock(
      ResidualPasses passes,
      Fusion fusion,
      BinaryConvolution convolution,
      INDArray signGradient,
      Optional<INDArray> inputGradient) {
    this.passes = passes;
    this.gate = fusion.gate();
    this.convolution = convolution;
    this.threshold = new SignThreshold(fusion.threshold(), fusion.conv().geometry().inChannels());
    this.signGradient = signGradient;
    this.inputGradient = inputGradient;
  }

  @Override
  public INDArray forward(INDArray x, boolean training) {
    input = x;
    return convolution.forward(Values.of(x), threshold.read());
  }

  @Override
  public INDArray backward(INDArray outputGradient) {
    INDArray own = inputGradient.orElseThrow();
    backward(outputGradient, Optional.empty(), Values.of(own));
    return own;
  }

  @Override
  public void backward(INDArray outputGradient, INDArray sum) {
    Values both = Values.of(sum);
    backward(outputGradient, Optional.of(both), both);
  }

  private void backward(INDArray outputGradient, Optional<Values> others, Values result) {
    convolution.backward(outputGradient);
    GatedGradient gated =
        new GatedGradient(Values.of(input), Values.of(signGradient), threshold.scaling(), gate);
    passes.differentiateSigns(gated, others, result);
    threshold.differentiate(passes);
  }
}
