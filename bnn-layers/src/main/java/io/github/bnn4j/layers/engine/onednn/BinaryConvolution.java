// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.engine.onednn;

import io.github.bnn4j.layers.engine.pass.ChannelScaling;
import io.github.bnn4j.layers.engine.pass.Values;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Signs of activations that are scaled, and their binary convolution. */
sealed interface BinaryConvolution permits SignCount, SignProduct {

  /** The output, which is overwritten by the next call. */
  INDArray forward(Values x, ChannelScaling scaling);

  /** Writes the gradients of the weights, the bias and the signs. */
  void backward(INDArray outputGradient);
}
