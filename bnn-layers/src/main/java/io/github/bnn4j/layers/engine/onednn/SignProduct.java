// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.engine.onednn;

import io.github.bnn4j.layers.engine.pass.ChannelOrder;
import io.github.bnn4j.layers.engine.pass.ChannelPasses;
import io.github.bnn4j.layers.engine.pass.Values;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Thresholds, and a binary convolution of the signs behind them in oneDNN. */
record SignProduct(ChannelPasses passes, ChannelOrder order, SignConvolution convolution)
    implements ThresholdBlock.Convolution {

  @Override
  public INDArray forward(Values x, float[] threshold) {
    passes.signs(x, threshold, order, convolution.signs());
    return convolution.forward();
  }

  @Override
  public void backward(INDArray outputGradient) {
    convolution.backward(outputGradient);
  }
}
