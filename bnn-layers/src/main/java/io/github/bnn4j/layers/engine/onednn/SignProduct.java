// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.engine.onednn;

import io.github.bnn4j.core.shape.FeatureShape;
import io.github.bnn4j.layers.BinConv2d;
import io.github.bnn4j.layers.engine.pass.BinaryWeights;
import io.github.bnn4j.layers.engine.pass.ChannelOrder;
import io.github.bnn4j.layers.engine.pass.ChannelPasses;
import io.github.bnn4j.layers.engine.pass.ChannelScaling;
import io.github.bnn4j.layers.engine.pass.Values;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.memory.data_type;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A binary convolution in oneDNN, of what cannot be counted in bits. Signs and their weights are
 * int8 and sums int32 on a CPU with AVX2; that took half the time of float32 there, and 0.6 of that
 * of bfloat16 where the CPU has it. Sums are exact in any case, but for weights that stay float in
 * the first of two stages: they are multiplied in the type of the way back.
 */
final class SignProduct implements BinaryConvolution {

  private final ChannelPasses passes;
  private final ChannelOrder order;
  private final BinaryWeights weights;
  private final ByteBuffer signs;
  private final boolean int8;
  private final ConvolutionForward forward;
  private final OneDnn.Call widenSigns;
  private final SignGradients gradients;
  private final INDArray output;

  /**
   * Binds a layer.
   *
   * @param passes over the input
   * @param order of the channels of the input
   * @param operands what the way back multiplies: bfloat16 where the CPU has it, else float32
   * @param output holds the output
   */
  SignProduct(
      OneDnn dnn,
      ChannelPasses passes,
      ChannelOrder order,
      BinConv2d conv,
      BinaryWeights weights,
      SignGradients gradients,
      FeatureShape input,
      int batch,
      data_type operands,
      INDArray output) {
    ConvolutionShape shape =
        new ConvolutionShape(
            conv.geometry(), input, conv.outputShape(input), batch, operands, data_type.f32);
    this.passes = passes;
    this.order = order;
    this.weights = weights;
    this.gradients = gradients;
    this.output = output;

    ConvolutionShape signShape = shape.of(data_type.s8);
    memory convSigns = dnn.allocate(signShape.source());
    this.signs = OneDnn.bytes(convSigns);

    memory operandSigns = dnn.activations(input, batch, gradients.signs());
    this.widenSigns = dnn.copy(convSigns, operandSigns);
    this.int8 = weights.areSigns() && InstructionSet.multipliesInt8();
    List<ConvolutionForward.ChannelStep> steps = new ArrayList<>();
    if (weights.areScaled()) {
      memory scales = dnn.view(shape.bias(), weights.scales());
      steps.add(new ConvolutionForward.ChannelStep(algorithm.binary_mul, scales));
    }
    if (conv.parameters().contains(conv.bias())) {
      memory bias = dnn.view(shape.bias(), conv.bias().value());
      steps.add(new ConvolutionForward.ChannelStep(algorithm.binary_add, bias));
    }
    this.forward =
        new ConvolutionForward(
            dnn,
            int8 ? signShape : shape,
            int8 ? convSigns : operandSigns,
            dnn.view(OneDnn.userWeights(conv.geometry()), weights.values()),
            steps,
            dnn.view(shape.result(), output));
  }

  @Override
  public INDArray forward(Values x, ChannelScaling scaling) {
    passes.signs(x, scaling, order, signs);
    weights.take();
    if (!int8) {
      widenSigns.run();
    }
    forward.run();
    return output;
  }

  @Override
  public void backward(INDArray outputGradient) {
    widenSigns.run();
    gradients.run(outputGradient);
  }
}
