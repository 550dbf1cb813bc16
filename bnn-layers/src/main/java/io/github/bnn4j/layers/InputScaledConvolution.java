// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers;

import io.github.bnn4j.core.binarize.Scaling;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What {@link BinConv2d} computes of the signs of its input, scaled by K as well. */
final class InputScaledConvolution implements Operation {

  private final BinConv2d layer;
  private final Operation signs;
  private final InputScale inputScale;
  private INDArray input;
  private INDArray k;
  private INDArray unscaled;

  /**
   * Binds a layer.
   *
   * @param signs computes of signs
   * @param inputScale computes K
   */
  InputScaledConvolution(BinConv2d layer, Operation signs, InputScale inputScale) {
    this.layer = layer;
    this.signs = signs;
    this.inputScale = inputScale;
  }

  private Scaling.AlphaAndK options() {
    return (Scaling.AlphaAndK) layer.scaling();
  }

  @Override
  public INDArray forward(INDArray x, boolean training) {
    input = x;
    k = inputScale.forward(x);
    INDArray y = signs.forward(options().estimator().forward(x), training);
    INDArray flat = Convolutions.perChannel(y);
    unscaled = flat.subRowVector(layer.bias().value());
    flat.assign(unscaled.mulColumnVector(k)).addiRowVector(layer.bias().value());
    return y;
  }

  @Override
  public INDArray backward(INDArray outputGradient) {
    INDArray flat = Convolutions.perChannel(outputGradient);
    INDArray throughSigns =
        signs.backward(flat.mulColumnVector(k).reshape('c', outputGradient.shape()));
    layer.bias().gradient().assign(flat.sum(0));
    INDArray scaleGradient = flat.mul(unscaled).sum(1);
    return options()
        .estimator()
        .backward(input, throughSigns)
        .addi(inputScale.backward(input, scaleGradient));
  }

  @Override
  public void close() {
    signs.close();
  }
}
