// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.engine.onednn;

import io.github.bnn4j.core.shape.FeatureShape;
import io.github.bnn4j.layers.Operation;
import io.github.bnn4j.layers.engine.pass.ChannelOrder;
import io.github.bnn4j.layers.engine.pass.ChannelPasses;
import io.github.bnn4j.layers.engine.pass.ChannelStatistics;
import io.github.bnn4j.layers.engine.pass.Chunk;
import io.github.bnn4j.layers.engine.pass.Gate;
import io.github.bnn4j.layers.engine.pass.GatedGradient;
import io.github.bnn4j.layers.engine.pass.GradientReader;
import io.github.bnn4j.layers.engine.pass.Values;
import java.util.List;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What {@link FusedBlock} does, with a convolution that counts bits.
 *
 * <p>Its normalisation parts the way back in two: first the convolution, and the sums over what
 * that hands on, then the gradient of the input. Each is taken a few images at a time, and the
 * second together with the first of the block before, so that most of what they read is in a cache.
 */
final class CountedBlock implements Operation, GradientReader {

  private final OneDnn dnn;
  private final ChannelPasses passes;
  private final ChannelStatistics statistics;
  private final Gate gate;
  private final ChannelOrder order;
  private final CountedConvolution convolution;
  private final List<List<Chunk>> chunks;
  private final int pixels;
  private final int inputSize;
  private final int outputSize;
  private final GradientPort outputGradients;
  private final Optional<ChunkMemory> orderedGradients;
  private final INDArray signGradient;
  private final INDArray inputGradient;
  private final Optional<ChunkRelay> before;

  // Held until the next pass: a buffer does not keep the array alive whose memory it shows.
  private INDArray input;
  private GatedGradient gated;
  private boolean read;

  /**
   * Binds the layers.
   *
   * @param chunks the images of which each worker takes the gradient at a time
   * @param inputShape of an image
   * @param outputGradients takes the gradient of the output
   * @param orderedGradients holds the gradients of the signs in the order in which the convolution
   *     writes them, if that is another than that of the input
   * @param signGradient the gradient of the signs, in the order of the input; may be written while
   *     the block behind takes its turn
   * @param inputGradient holds the gradient of the input; may be the same
   * @param before takes the gradient of the input instead, if it can do so
   */
  CountedBlock(
      OneDnn dnn,
      ChannelPasses passes,
      FusedBlock.Fusion fusion,
      CountedConvolution convolution,
      List<List<Chunk>> chunks,
      FeatureShape inputShape,
      GradientPort outputGradients,
      Optional<ChunkMemory> orderedGradients,
      INDArray signGradient,
      INDArray inputGradient,
      Optional<ChunkRelay> before) {
    this.dnn = dnn;
    this.passes = passes;
    this.gate = fusion.gate();
    this.order = fusion.order();
    this.statistics = new ChannelStatistics(fusion.norm(), order.targets(), fusion.rectified());
    this.convolution = convolution;
    this.chunks = chunks;
    this.pixels = inputShape.pixels();
    this.inputSize = inputShape.size();
    this.outputSize = fusion.conv().outputShape(inputShape).size();
    this.outputGradients = outputGradients;
    this.orderedGradients = orderedGradients;
    this.signGradient = signGradient;
    this.inputGradient = inputGradient;
    this.before = before;
  }

  @Override
  public INDArray forward(INDArray values, boolean training) {
    input = values;
    Values all = Values.of(input);
    passes.measure(all, statistics, training);
    return convolution.forward(all, statistics.scaling());
  }

  @Override
  public INDArray backward(INDArray outputGradient) {
    if (!read) {
      Values gradient = Values.of(outputGradients.ofType(outputGradient));
      begin();
      dnn.onChunks(chunks, (part, images) -> read(part, images, images.of(gradient, outputSize)));
    }
    read = false;
    convolution.finish();
    passes.finish(statistics);
    before.ifPresentOrElse(
        relay -> relay.run(this::inputGradient),
        () -> passes.inputGradient(gated, statistics, Values.of(inputGradient)));
    return inputGradient;
  }

  @Override
  public List<List<Chunk>> chunks() {
    return chunks;
  }

  @Override
  public void begin() {
    passes.startSums();
    convolution.begin();
    gated =
        new GatedGradient(Values.of(input), Values.of(signGradient), statistics.scaling(), gate);
    read = true;
  }

  @Override
  public void read(int part, Chunk images, Values gradient) {
    GatedGradient some = gated.of(images, inputSize);
    Values ordered =
        orderedGradients.map(memory -> memory.of(part, images)).orElse(some.gradient());
    convolution.backward(part, images, gradient, ordered);
    int positions = images.count() * pixels;
    if (orderedGradients.isPresent()) {
      passes.restoreOrder(part, ordered, order, positions, some.gradient());
    }
    passes.addMoments(part, some, positions);
  }

  private void inputGradient(int part, Chunk images, Values gradient) {
    int positions = images.count() * pixels;
    passes.inputGradient(part, gated.of(images, inputSize), statistics, positions, gradient);
  }
}
