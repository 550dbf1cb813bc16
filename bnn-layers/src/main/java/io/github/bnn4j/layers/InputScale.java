// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers;

import io.github.bnn4j.core.shape.ConvGeometry;
import io.github.bnn4j.core.shape.FeatureShape;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * K of XNOR-Net: the mean of |x| over the channels, averaged over the window of each output
 * position. The average counts zeros of the padding.
 */
final class InputScale {

  private final FeatureShape shape;
  private final FeatureShape outputShape;
  private final Operation box;

  InputScale(ConvGeometry geometry, FeatureShape input) {
    this.shape = new FeatureShape(input.height(), input.width(), 1);
    Conv2d mean = new Conv2d(new ConvGeometry(1, 1, geometry.window(), 1));
    mean.weight().value().assign(1.0 / geometry.window().taps());
    this.outputShape = mean.outputShape(shape);
    this.box = mean.bind(shape);
  }

  /** One value an output position, {@code [N * H' * W']}. */
  INDArray forward(INDArray x) {
    INDArray magnitudes = Transforms.abs(Convolutions.perChannel(x), true).mean(1);
    INDArray k = box.forward(magnitudes.reshape('c', shape.batch((int) x.size(0))), true);
    return k.reshape(k.length());
  }

  /** The gradient of x, a new array of its shape. */
  INDArray backward(INDArray x, INDArray scaleGradient) {
    INDArray flat = Convolutions.perChannel(x);
    INDArray magnitudes =
        box.backward(scaleGradient.reshape('c', outputShape.batch((int) x.size(0))));
    return Transforms.sign(flat, true)
        .muliColumnVector(magnitudes.reshape(magnitudes.length()).divi(flat.columns()))
        .reshape('c', x.shape());
  }
}
