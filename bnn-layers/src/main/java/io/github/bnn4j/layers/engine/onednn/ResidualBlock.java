// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.engine.onednn;

import io.github.bnn4j.layers.engine.pass.BinaryWeights;
import io.github.bnn4j.layers.engine.pass.ChannelScaling;
import io.github.bnn4j.layers.engine.pass.Chunk;
import io.github.bnn4j.layers.engine.pass.GradientFlow;
import io.github.bnn4j.layers.engine.pass.GradientReader;
import io.github.bnn4j.layers.engine.pass.Joining;
import io.github.bnn4j.layers.engine.pass.ResidualEnd;
import io.github.bnn4j.layers.engine.pass.ResidualPasses;
import io.github.bnn4j.layers.engine.pass.Values;
import java.util.List;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A residual block as one operation: signs of the stream, their convolution, a normalisation, the
 * sum with the stream and a rectifier. On the way back it does all of that for a few images before
 * it turns to the next, so that most of what it reads is in a cache.
 */
final class ResidualBlock implements Joining {

  private final OneDnn dnn;
  private final ThresholdBlock.Fusion fusion;
  private final CountedSigns counted;
  private final BinaryWeights weights;
  private final ResidualEnd end;
  private final ResidualPasses passes;
  private final List<List<Chunk>> chunks;
  private final ChunkGradients gradients;
  private final Optional<INDArray> inputGradient;
  private final Optional<GradientReader> before;
  private final float[] threshold;
  private final ChannelScaling scaling;
  private final int pixels;
  private INDArray input;

  /**
   * Binds the layers.
   *
   * @param passes over the stream
   * @param inputGradient holds the gradient of the input; without, that of the output is changed to
   *     it
   * @param before reads the gradient of the input, if it can do so ahead of its turn
   */
  ResidualBlock(
      OneDnn dnn,
      ThresholdBlock.Fusion fusion,
      CountedSigns counted,
      BinaryWeights weights,
      ResidualEnd end,
      ResidualPasses passes,
      List<List<Chunk>> chunks,
      ChunkGradients gradients,
      Optional<INDArray> inputGradient,
      Optional<GradientReader> before,
      int pixels) {
    this.dnn = dnn;
    this.fusion = fusion;
    this.counted = counted;
    this.weights = weights;
    this.end = end;
    this.passes = passes;
    this.chunks = chunks;
    this.gradients = gradients;
    this.inputGradient = inputGradient;
    this.before = before;
    this.threshold = new float[fusion.conv().geometry().inChannels()];
    this.scaling = ChannelScaling.shifted(threshold);
    this.pixels = pixels;
  }

  @Override
  public INDArray forward(List<INDArray> inputs, boolean training) {
    input = inputs.get(0);
    fusion.threshold().ifPresent(learned -> learned.value().data().asNioFloat().get(0, threshold));
    INDArray sums = counted.forward(Values.of(input), scaling);
    return end.forward(List.of(sums, input), training);
  }

  @Override
  public List<INDArray> backward(INDArray outputGradient) {
    INDArray result = end.finishShortcut(outputGradient);
    Values x = Values.of(input);
    Values gradient = Values.of(result);
    passes.startSums();
    gradients.begin();
    before.ifPresent(GradientReader::begin);
    dnn.onWorkers(
        chunks.size(),
        part -> chunks.get(part).forEach(chunk -> backward(part, chunk, x, gradient)));
    gradients.finish();
    weights.differentiate();
    fusion.threshold().ifPresent(passes::finish);
    return List.of(result);
  }

  /** All of it for a few images, whose gradient is that of the shortcut before. */
  private void backward(int part, Chunk chunk, Values x, Values gradient) {
    int from = chunk.first() * pixels;
    int positions = chunk.count() * pixels;
    int at = from * threshold.length;
    int length = positions * threshold.length;
    Values some = gradient.part(at, length);
    end.sumGradient(part, from, positions, some, gradients.resultGradient(part).part(0, length));
    counted.writeSigns(part, chunk, gradients.source(part).part(0, length));
    gradients.run(part, chunk);
    passes.differentiateSigns(
        part,
        x.part(at, length),
        threshold,
        fusion.gate(),
        gradients.sourceGradient(part).part(0, length),
        some,
        positions,
        some);
    before.ifPresent(reader -> reader.read(part, from, positions, some));
  }

  @Override
  public List<GradientFlow.Handing> handings() {
    return List.of(
        inputGradient.isPresent() ? GradientFlow.Handing.OWN : GradientFlow.Handing.CHANGED);
  }
}
