// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.engine.pass;

import io.github.bnn4j.core.shape.FeatureShape;
import io.github.bnn4j.layers.BatchNorm;
import io.github.bnn4j.layers.Operation;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * BatchNorm, with the ReLU after it if there is one, in two passes each way. Statistics are float32
 * and double, activations and gradients come and go in either type.
 */
public final class Normalization implements Operation {

  private final ChannelPasses passes;
  private final ChannelStatistics statistics;
  private final boolean relu;
  private final INDArray output;
  private final Values outputValues;
  private final INDArray inputGradient;
  private final Values inputGradientValues;

  // Held until the next pass: a buffer does not keep the array alive whose memory it shows.
  private INDArray input;
  private INDArray gradient;

  /**
   * Binds a layer.
   *
   * @param type what the output is in
   * @param wanted the type of gradient that the layer in front takes
   */
  public Normalization(
      ChannelPasses passes,
      SharedBuffers buffers,
      BatchNorm layer,
      boolean relu,
      FeatureShape shape,
      DataType type,
      DataType wanted) {
    this.passes = passes;
    this.relu = relu;
    this.statistics =
        new ChannelStatistics(layer, IntStream.range(0, layer.channels()).toArray(), false);
    this.output = buffers.output(shape, type);
    this.outputValues = Values.of(output);
    this.inputGradient = buffers.inputGradient(shape, wanted);
    this.inputGradientValues = Values.of(inputGradient);
  }

  @Override
  public INDArray forward(INDArray x, boolean training) {
    input = x;
    Values values = Values.of(input);
    passes.measure(values, statistics, training);
    passes.normalize(values, statistics, relu, outputValues);
    return output;
  }

  @Override
  public INDArray backward(INDArray outputGradient) {
    gradient = outputGradient;
    GatedGradient gated =
        new GatedGradient(
            Values.of(input),
            Values.of(gradient),
            statistics.scaling(),
            relu ? Gate.POSITIVE : Gate.OPEN);
    passes.differentiate(gated, statistics, inputGradientValues);
    return inputGradient;
  }
}
