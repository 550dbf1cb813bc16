// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.engine.onednn;

import io.github.bnn4j.core.shape.FeatureShape;
import io.github.bnn4j.layers.BinConv2d;
import io.github.bnn4j.layers.Parameter;
import io.github.bnn4j.layers.engine.pass.AddingOperation;
import io.github.bnn4j.layers.engine.pass.BinaryWeights;
import io.github.bnn4j.layers.engine.pass.ChannelOrder;
import io.github.bnn4j.layers.engine.pass.ChannelPasses;
import io.github.bnn4j.layers.engine.pass.Gate;
import io.github.bnn4j.layers.engine.pass.ResidualPasses;
import io.github.bnn4j.layers.engine.pass.SharedBuffers;
import io.github.bnn4j.layers.engine.pass.Values;
import java.util.Optional;
import org.bytedeco.dnnl.memory.data_type;
import org.nd4j.linalg.api.buffer.DataType;
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

  private final ChannelPasses signPasses;
  private final ResidualPasses passes;
  private final Fusion fusion;
  private final SignConvolution convolution;
  private final ChannelOrder order;
  private final float[] threshold;
  private final INDArray signGradient;
  private final INDArray inputGradient;
  private INDArray input;

  /**
   * Binds the layers.
   *
   * @param operands what the way back multiplies: bfloat16 where the CPU has it, else float32
   * @param wanted the type of gradient that the layer in front takes
   */
  ThresholdBlock(
      OneDnn dnn,
      SharedBuffers buffers,
      ChannelPasses signPasses,
      ResidualPasses passes,
      BinaryWeights weights,
      Fusion fusion,
      FeatureShape shape,
      int batch,
      data_type operands,
      DataType wanted) {
    this.signPasses = signPasses;
    this.passes = passes;
    this.fusion = fusion;
    this.order = new ChannelOrder(shape.channels(), 1);
    this.threshold = new float[shape.channels()];
    this.signGradient = buffers.innerGradient(shape, Values.type(operands == data_type.bf16));
    this.inputGradient = buffers.inputGradient(shape, wanted);
    this.convolution =
        new SignConvolution(
            dnn, buffers, fusion.conv(), weights, shape, batch, operands, signGradient);
  }

  @Override
  public INDArray forward(INDArray x, boolean training) {
    input = x;
    fusion.threshold().ifPresent(learned -> learned.value().data().asNioFloat().get(0, threshold));
    signPasses.signs(Values.of(x), threshold, order, convolution.signs());
    return convolution.forward();
  }

  @Override
  public INDArray backward(INDArray outputGradient) {
    return backward(outputGradient, Optional.empty());
  }

  @Override
  public INDArray backward(INDArray outputGradient, INDArray others) {
    return backward(outputGradient, Optional.of(Values.of(others)));
  }

  private INDArray backward(INDArray outputGradient, Optional<Values> others) {
    convolution.backward(outputGradient);
    passes.differentiateSigns(
        Values.of(input),
        threshold,
        fusion.gate(),
        Values.of(signGradient),
        others,
        Values.of(inputGradient),
        fusion.threshold().map(Parameter::gradient));
    return inputGradient;
  }
}
