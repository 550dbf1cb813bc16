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
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.memory.data_type;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * [ReLU] - [ChannelShuffle] - BatchNorm - BinActiv - BinConv2d as one operation.
 *
 * <p>Forward, signs and their weights are int8 and sums int32 where the CPU has instructions for
 * it; that took 0.6 of the time of bfloat16. Sums are exact in any case. On the way back
 * convolutions multiply bfloat16 where the CPU has it: signs are exact there, gradients and alpha
 * are rounded, and gradients travel from block to block in bfloat16, half the bytes to move. The
 * shuffle moves signs, the smallest thing there is to move, while they are written: that took a
 * tenth of the time of oneDNN's shuffle of them.
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

  /** Held because oneDNN knows its arrays by address only. */
  @SuppressWarnings("UnusedVariable")
  private final SharedBuffers buffers;

  private final ChannelPasses passes;
  private final ChannelStatistics statistics;
  private final ChannelOrder order;
  private final Gate gate;
  private final BinaryWeights weights;
  private final ByteBuffer signs;
  private final boolean int8;
  private final ConvolutionForward forward;
  private final OneDnn.Copy widenSigns;
  private final GradientPort outputGradient;
  private final ConvolutionBackwardWeights backwardWeights;
  private final ConvolutionBackwardData backwardData;
  private final Optional<Interleaving> separate;
  private final INDArray output;
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
    ConvolutionShape shape =
        new ConvolutionShape(
            conv.geometry(),
            inputShape,
            conv.outputShape(inputShape),
            batch,
            operands,
            data_type.f32);
    this.buffers = buffers;
    this.passes = passes;
    this.gate = fusion.gate();
    this.order = new ChannelOrder(inputShape.channels(), groups);
    this.statistics = new ChannelStatistics(fusion.norm(), order.targets(), fusion.rectified());
    this.weights = weights;
    this.output = Nd4j.create(DataType.FLOAT, shape.output().batch(batch));
    this.inputGradient = buffers.inputGradient(inputShape, wanted);
    this.inputGradientValues = Values.of(inputGradient);

    ConvolutionShape signShape = shape.of(data_type.s8);
    memory convSigns = dnn.allocate(signShape.source());
    this.signs = OneDnn.bytes(convSigns);

    memory scales = dnn.view(shape.bias(), weights.scales());
    memory bias = dnn.view(shape.bias(), conv.bias().value());
    memory operandSigns = dnn.view(shape.source(), buffers.operand(inputShape, type));
    this.widenSigns = dnn.copy(convSigns, operandSigns);
    this.int8 = OneDnn.multipliesInt8();
    this.forward =
        new ConvolutionForward(
            dnn,
            int8 ? signShape : shape,
            int8 ? convSigns : operandSigns,
            dnn.view(OneDnn.userWeights(conv.geometry()), weights.signs()),
            List.of(
                new ConvolutionForward.ChannelStep(algorithm.binary_mul, scales),
                new ConvolutionForward.ChannelStep(algorithm.binary_add, bias)),
            dnn.view(shape.result(), output));

    this.outputGradient = new GradientPort(dnn, buffers, shape.output(), batch, type);
    this.backwardWeights =
        new ConvolutionBackwardWeights(
            dnn,
            shape,
            operandSigns,
            outputGradient.memory(),
            dnn.view(OneDnn.userWeights(conv.geometry()), conv.weight().gradient()),
            dnn.view(shape.bias(), conv.bias().gradient()));

    INDArray innerGradient = buffers.innerGradient(inputShape, type);
    this.signGradient = Values.of(innerGradient);
    memory plainGradient = dnn.view(shape.source(), innerGradient);
    memory convGradient =
        groups == 1
            ? plainGradient
            : dnn.view(shape.source(), buffers.shuffledGradient(inputShape, type));
    this.backwardData =
        new ConvolutionBackwardData(
            dnn,
            shape,
            outputGradient.memory(),
            dnn.view(OneDnn.userWeights(conv.geometry()), weights.scaled()),
            convGradient);
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
                    convGradient,
                    plainGradient));
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
    passes.signs(values, statistics, order, signs);
    weights.binarize();
    if (!int8) {
      widenSigns.run();
    }
    forward.run();
    return output;
  }

  @Override
  public INDArray backward(INDArray gradient) {
    outputGradient.connect(gradient);
    widenSigns.run();
    backwardWeights.run();
    weights.differentiate();
    backwardData.run();
    separate.ifPresent(Interleaving::run);

    passes.differentiate(Values.of(input), signGradient, statistics, gate, inputGradientValues);
    return inputGradient;
  }
}
