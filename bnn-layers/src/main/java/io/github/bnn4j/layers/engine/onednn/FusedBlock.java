// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.engine.onednn;

import io.github.bnn4j.core.shape.FeatureShape;
import io.github.bnn4j.layers.BatchNorm;
import io.github.bnn4j.layers.BinConv2d;
import io.github.bnn4j.layers.Operation;
import io.github.bnn4j.layers.engine.pass.BinaryWeights;
import io.github.bnn4j.layers.engine.pass.ChannelOrder;
import io.github.bnn4j.layers.engine.pass.ChannelPasses;
import io.github.bnn4j.layers.engine.pass.ChannelStatistics;
import io.github.bnn4j.layers.engine.pass.Gate;
import io.github.bnn4j.layers.engine.pass.SharedBuffers;
import io.github.bnn4j.layers.engine.pass.Values;
import java.util.Optional;
import org.bytedeco.dnnl.memory.data_type;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * [ReLU] - [ChannelShuffle] - BatchNorm - BinActiv - BinConv2d as one operation.
 *
 * <p>The shuffle moves signs, the smallest thing there is to move, while they are written: that
 * took a tenth of the time of oneDNN's shuffle of them.
 */
final class FusedBlock implements Operation {

  /**
   * What is fused.
   *
   * @param rectified whether a ReLU comes first
   * @param groups groups that are interleaved, 1 for none
   * @param gate the straight-through estimator
   */
  record Fusion(boolean rectified, int groups, BatchNorm norm, Gate gate, BinConv2d conv) {}

  private final ChannelPasses passes;
  private final ChannelStatistics statistics;
  private final ChannelOrder order;
  private final Gate gate;
  private final SignConvolution convolution;
  private final Optional<Interleaving> separate;
  private final Values signGradient;
  private final INDArray inputGradient;
  private final Values inputGradientValues;
  private INDArray input;

  /**
   * Binds the layers.
   *
   * @param operands what the way back multiplies: bfloat16 where the CPU has it, else float32
   * @param wanted the type of gradient that the layer in front takes
   */
  FusedBlock(
      OneDnn dnn,
      SharedBuffers buffers,
      ChannelPasses passes,
      BinaryWeights weights,
      Fusion fusion,
      FeatureShape inputShape,
      int batch,
      data_type operands,
      DataType wanted) {
    BinConv2d conv = fusion.conv();
    int groups = fusion.groups();
    DataType type = Values.type(operands == data_type.bf16);
    this.passes = passes;
    this.gate = fusion.gate();
    this.order = new ChannelOrder(inputShape.channels(), groups);
    this.statistics = new ChannelStatistics(fusion.norm(), order.targets(), fusion.rectified());
    this.inputGradient = buffers.inputGradient(inputShape, wanted);
    this.inputGradientValues = Values.of(inputGradient);

    INDArray innerGradient = buffers.innerGradient(inputShape, type);
    this.signGradient = Values.of(innerGradient);
    INDArray convGradient =
        groups == 1 ? innerGradient : buffers.shuffledGradient(inputShape, type);
    this.convolution =
        new SignConvolution(dnn, buffers, conv, weights, inputShape, batch, operands, convGradient);
    this.separate =
        groups == 1
            ? Optional.empty()
            : Optional.of(
                new Interleaving(
                    dnn,
                    inputShape,
                    batch,
                    operands,
                    inputShape.channels() / groups,
                    dnn.activations(inputShape, batch, convGradient),
                    dnn.activations(inputShape, batch, innerGradient)));
  }

  @Override
  public INDArray forward(INDArray x, boolean training) {
    input = x;
    Values values = Values.of(x);
    if (training) {
      passes.measure(values, statistics);
    } else {
      statistics.useRunning();
    }
    passes.signs(values, statistics, order, convolution.signs());
    return convolution.forward();
  }

  @Override
  public INDArray backward(INDArray gradient) {
    convolution.backward(gradient);
    separate.ifPresent(Interleaving::run);

    passes.differentiate(Values.of(input), signGradient, statistics, gate, inputGradientValues);
    return inputGradient;
  }
}
