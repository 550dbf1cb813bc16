// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.engine.onednn;

import io.github.bnn4j.layers.engine.pass.BinaryWeights;
import io.github.bnn4j.layers.engine.pass.ChannelScaling;
import io.github.bnn4j.layers.engine.pass.Chunk;
import io.github.bnn4j.layers.engine.pass.Values;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A binary convolution that counts bits, and goes back through a few images at a time. */
final class CountedConvolution {

  private final CountedSigns counted;
  private final BinaryWeights weights;
  private final ChunkMemory signs;
  private final ChunkGradients gradients;

  CountedConvolution(
      CountedSigns counted, BinaryWeights weights, ChunkMemory signs, ChunkGradients gradients) {
    this.counted = counted;
    this.weights = weights;
    this.signs = signs;
    this.gradients = gradients;
  }

  /** The output, which is overwritten by the next call. */
  INDArray forward(Values x, ChannelScaling scaling) {
    return counted.forward(x, scaling);
  }

  /** Starts the way back of a whole batch. */
  void begin() {
    gradients.begin();
  }

  /**
   * Goes back through some images, on one of the workers.
   *
   * @param outputGradient that of these images
   * @param signGradient receives the gradient of their signs
   */
  void backward(int part, Chunk images, Values outputGradient, Values signGradient) {
    Values source = signs.of(part, images);
    counted.writeSigns(part, images, source);
    gradients.run(part, images, source, outputGradient, signGradient);
  }

  /** Writes the gradients of the weights and the bias. */
  void finish() {
    gradients.finish();
    weights.differentiate();
  }
}
