// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.engine;

import io.github.bnn4j.layers.BatchNorm;
import io.github.bnn4j.layers.BinConv2d;
import io.github.bnn4j.layers.FeatureShape;
import io.github.bnn4j.layers.Operation;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Optional;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.memory.data_type;
import org.bytedeco.javacpp.BytePointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * [ReLU] - [ChannelShuffle] - BatchNorm - BinActiv - BinConv2d as one operation.
 *
 * <p>The signs go straight to the convolution as bfloat16 where the CPU has it: +1 and -1 are exact
 * there and sums are float32, so the forward pass is exact. On the way back only the incoming
 * gradient and alpha are rounded. The shuffle moves signs, the smallest thing there is to move.
 */
final class BinaryBlock implements Operation {

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
  private final Gate gate;
  private final boolean half;
  private final BinaryWeights weights;
  private final BytePointer signBytes;
  private final ByteBuffer signs;
  private final Optional<Interleaving> interleave;
  private final ConvolutionForward forward;
  private final Port outputGradient;
  private final OneDnn.Copy roundGradient;
  private final ConvolutionBackwardWeights backwardWeights;
  private final ConvolutionBackwardData backwardData;
  private final Optional<Interleaving> separate;
  private final INDArray output;
  private final INDArray signGradient;
  private final INDArray inputGradient;
  private INDArray input;

  BinaryBlock(
      OneDnn dnn,
      SharedBuffers buffers,
      ChannelPasses passes,
      BinaryWeights weights,
      Fusion fusion,
      FeatureShape inputShape,
      int batch,
      data_type operands) {
    BinConv2d conv = fusion.conv();
    int groups = fusion.groups();
    ConvolutionShape shape =
        new ConvolutionShape(
            conv.geometry(), inputShape, conv.outputShape(inputShape), batch, operands);
    this.buffers = buffers;
    this.passes = passes;
    this.gate = fusion.gate();
    this.half = operands == data_type.bf16;
    this.statistics =
        new ChannelStatistics(
            fusion.norm(), Interleaving.targets(inputShape.channels(), groups), fusion.rectified());
    this.weights = weights;
    this.output = Nd4j.create(DataType.FLOAT, shape.output().batch(batch));
    this.inputGradient = buffers.inputGradient(inputShape);

    this.signBytes = new BytePointer((long) batch * inputShape.size() * (half ? 2 : Float.BYTES));
    this.signs = signBytes.asBuffer().order(ByteOrder.nativeOrder());
    memory plainSigns = new memory(shape.source(), dnn.cpu(), signBytes);
    memory convSigns = groups == 1 ? plainSigns : dnn.allocate(shape.source());
    this.interleave =
        groups == 1
            ? Optional.empty()
            : Optional.of(
                new Interleaving(dnn, inputShape, batch, operands, groups, plainSigns, convSigns));

    memory scales = dnn.view(shape.bias(), weights.scales());
    memory bias = dnn.view(shape.bias(), conv.bias().value());
    this.forward =
        new ConvolutionForward(
            dnn,
            shape,
            convSigns,
            dnn.view(OneDnn.userWeights(conv.geometry()), weights.signs()),
            List.of(
                new ConvolutionForward.ChannelStep(algorithm.binary_mul, scales),
                new ConvolutionForward.ChannelStep(algorithm.binary_add, bias)),
            dnn.view(shape.result(), output));

    memory exactGradient = dnn.allocate(shape.result());
    memory roundedGradient =
        half ? dnn.view(shape.resultGradient(), buffers.roundedGradient()) : exactGradient;
    this.outputGradient = new Port(exactGradient);
    this.roundGradient = dnn.copy(exactGradient, roundedGradient);
    this.backwardWeights =
        new ConvolutionBackwardWeights(
            dnn,
            shape,
            convSigns,
            roundedGradient,
            dnn.view(OneDnn.userWeights(conv.geometry()), conv.weight().gradient()),
            dnn.view(shape.bias(), conv.bias().gradient()));

    this.signGradient = buffers.innerGradient(inputShape);
    memory plainGradient = dnn.view(shape.sourceGradient(), signGradient);
    memory convGradient =
        groups == 1
            ? plainGradient
            : dnn.view(shape.sourceGradient(), buffers.shuffledGradient(inputShape));
    this.backwardData =
        new ConvolutionBackwardData(
            dnn,
            shape,
            roundedGradient,
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
                    data_type.f32,
                    inputShape.channels() / groups,
                    convGradient,
                    plainGradient));
  }

  @Override
  public INDArray forward(INDArray x, boolean training) {
    input = x;
    FloatBuffer values = x.data().asNioFloat();
    if (training) {
      passes.moments(values, statistics.scaling().rectified());
      statistics.useBatch(passes.sums(), passes.otherSums(), passes.positions());
    } else {
      statistics.useRunning();
    }
    passes.signs(values, statistics.scaling(), signs, half);
    interleave.ifPresent(Interleaving::run);
    weights.binarize();
    forward.run();
    return output;
  }

  @Override
  public INDArray backward(INDArray gradient) {
    outputGradient.connect(gradient);
    if (half) {
      roundGradient.run();
    }
    backwardWeights.run();
    weights.differentiate();
    backwardData.run();
    separate.ifPresent(Interleaving::run);

    FloatBuffer values = input.data().asNioFloat();
    FloatBuffer gradients = signGradient.data().asNioFloat();
    passes.gradientMoments(values, gradients, statistics.scaling(), gate);
    statistics.differentiate(passes.sums(), passes.otherSums(), passes.positions());
    passes.inputGradient(
        values,
        gradients,
        statistics.scaling(),
        gate,
        statistics.coefficients(),
        inputGradient.data().asNioFloat());
    return inputGradient;
  }
}
