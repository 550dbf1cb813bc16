// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.engine.onednn;

import io.github.bnn4j.core.shape.FeatureShape;
import io.github.bnn4j.layers.engine.pass.Chunk;
import io.github.bnn4j.layers.engine.pass.Gate;
import io.github.bnn4j.layers.engine.pass.GatedGradient;
import io.github.bnn4j.layers.engine.pass.GradientFlow;
import io.github.bnn4j.layers.engine.pass.GradientReader;
import io.github.bnn4j.layers.engine.pass.Joining;
import io.github.bnn4j.layers.engine.pass.ResidualEnd;
import io.github.bnn4j.layers.engine.pass.ResidualPasses;
import io.github.bnn4j.layers.engine.pass.SignThreshold;
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
  private final Gate gate;
  private final CountedConvolution convolution;
  private final ResidualEnd end;
  private final ResidualPasses passes;
  private final ChunkMemory sumGradients;
  private final ChunkMemory signGradients;
  private final Optional<INDArray> inputGradient;
  private final Optional<GradientReader> before;
  private final SignThreshold threshold;
  private final int pixels;
  private final int imageSize;
  private INDArray input;

  /**
   * Binds the layers.
   *
   * @param passes over the stream
   * @param sumGradients holds the gradients of what is normalised
   * @param signGradients holds those of the signs
   * @param inputGradient holds the gradient of the input; without, that of the output is changed to
   *     it
   * @param before reads the gradient of the input, if it can do so ahead of its turn
   */
  ResidualBlock(
      OneDnn dnn,
      ThresholdBlock.Fusion fusion,
      CountedConvolution convolution,
      ResidualEnd end,
      ResidualPasses passes,
      ChunkMemory sumGradients,
      ChunkMemory signGradients,
      Optional<INDArray> inputGradient,
      Optional<GradientReader> before,
      FeatureShape shape) {
    this.dnn = dnn;
    this.gate = fusion.gate();
    this.convolution = convolution;
    this.end = end;
    this.passes = passes;
    this.sumGradients = sumGradients;
    this.signGradients = signGradients;
    this.inputGradient = inputGradient;
    this.before = before;
    this.threshold = new SignThreshold(fusion.threshold(), shape.channels());
    this.pixels = shape.pixels();
    this.imageSize = shape.size();
  }

  @Override
  public INDArray forward(List<INDArray> inputs, boolean training) {
    input = inputs.get(0);
    INDArray sums = convolution.forward(Values.of(input), threshold.read());
    return end.forward(List.of(sums, input), training);
  }

  @Override
  public List<INDArray> backward(INDArray outputGradient) {
    INDArray result = end.finishShortcut(outputGradient);
    Values x = Values.of(input);
    Values gradient = Values.of(result);
    passes.startSums();
    convolution.begin();
    before.ifPresent(GradientReader::begin);
    dnn.onChunks(end.chunks(), (part, images) -> backward(part, images, x, gradient));
    convolution.finish();
    threshold.differentiate(passes);
    return List.of(result);
  }

  /** All of it for a few images, whose gradient is that of the shortcut before. */
  private void backward(int part, Chunk images, Values x, Values gradient) {
    Values some = images.of(gradient, imageSize);
    Values sumGradient = sumGradients.of(part, images);
    Values signGradient = signGradients.of(part, images);
    end.sumGradient(part, images, some, sumGradient);
    convolution.backward(part, images, sumGradient, signGradient);
    GatedGradient gated =
        new GatedGradient(images.of(x, imageSize), signGradient, threshold.scaling(), gate);
    passes.differentiateSigns(part, gated, some, images.count() * pixels, some);
    before.ifPresent(reader -> reader.read(part, images, some));
  }

  @Override
  public List<GradientFlow.Handing> handings() {
    return List.of(
        inputGradient.isPresent() ? GradientFlow.Handing.OWN : GradientFlow.Handing.CHANGED);
  }
}
