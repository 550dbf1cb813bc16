// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.engine.onednn;

import io.github.bnn4j.layers.BinConv2d;
import io.github.bnn4j.layers.engine.pass.BinaryWeights;
import io.github.bnn4j.layers.engine.pass.BitConvolution;
import io.github.bnn4j.layers.engine.pass.ChannelScaling;
import io.github.bnn4j.layers.engine.pass.Chunk;
import io.github.bnn4j.layers.engine.pass.Values;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Signs of activations, counted against those of the weights; kept in bits for the way back. */
final class CountedSigns {

  private final BitConvolution bits;
  private final boolean readAhead;
  private final BinConv2d conv;
  private final BinaryWeights weights;
  private final INDArray output;

  /**
   * Binds a layer.
   *
   * @param readAhead whether what wrote the input has taken its signs already
   * @param output holds the output
   */
  CountedSigns(
      BitConvolution bits,
      boolean readAhead,
      BinConv2d conv,
      BinaryWeights weights,
      INDArray output) {
    this.bits = bits;
    this.readAhead = readAhead;
    this.conv = conv;
    this.weights = weights;
    this.output = output;
  }

  /** The output, which is overwritten by the next call. */
  INDArray forward(Values x, ChannelScaling scaling) {
    if (!readAhead) {
      bits.read(x, scaling);
    }
    weights.take();
    bits.useWeights(weights.values(), weights.scales(), conv.bias().value());
    bits.run(Values.of(output));
    return output;
  }

  /** Writes the signs as +1 and -1. */
  void writeSigns(Values signs) {
    bits.writeSigns(signs);
  }

  /** Writes those of some images, on a worker. */
  void writeSigns(int part, Chunk images, Values signs) {
    bits.writeSigns(part, images, signs);
  }
}
