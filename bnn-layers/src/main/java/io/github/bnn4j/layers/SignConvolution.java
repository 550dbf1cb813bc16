// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers;

import io.github.bnn4j.core.binarize.Scaling;
import io.github.bnn4j.core.binarize.WeightBinarizer;
import io.github.bnn4j.core.binarize.WeightTernarizer;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What {@link BinConv2d} computes of an input that is taken as it is, with one factor an output
 * channel: a float convolution of the signs of its weights, which are multiplied afterwards.
 */
final class SignConvolution implements Operation {

  private final BinConv2d layer;
  private final Optional<Parameter> learnedScale;
  private final Conv2d twin;
  private final Operation convolution;
  private INDArray signs;
  private INDArray scales;

  /**
   * Binds a layer.
   *
   * @param twin receives the weights
   * @param convolution of the twin
   */
  SignConvolution(
      BinConv2d layer, Optional<Parameter> learnedScale, Conv2d twin, Operation convolution) {
    this.layer = layer;
    this.learnedScale = learnedScale;
    this.twin = twin;
    this.convolution = convolution;
  }

  @Override
  public INDArray forward(INDArray x, boolean training) {
    if (!layer.isBinarized()) {
      twin.weight().value().assign(layer.shaped());
      INDArray y = convolution.forward(x, training);
      Convolutions.perChannel(y).addiRowVector(layer.bias().value());
      return y;
    }
    signs =
        layer.scaling() instanceof Scaling.Ternary
            ? WeightTernarizer.signs(layer.shaped())
            : WeightBinarizer.signs(layer.shaped());
    scales = layer.scales();
    twin.weight().value().assign(signs); // sums of signs are exact, scaled ones are not
    INDArray y = convolution.forward(x, training);
    Convolutions.perChannel(y).muliRowVector(scales).addiRowVector(layer.bias().value());
    return y;
  }

  @Override
  public INDArray backward(INDArray outputGradient) {
    if (layer.isBinarized()) {
      twin.weight().value().assign(WeightBinarizer.scale(signs, scales));
    }
    INDArray inputGradient = convolution.backward(outputGradient);
    if (layer.isBinarized()) {
      differentiate(twin.weight().gradient());
    } else {
      learnedScale.ifPresent(scale -> scale.gradient().assign(0));
      reparameterized(twin.weight().gradient());
    }
    layer.bias().gradient().assign(twin.bias().gradient());
    return inputGradient;
  }

  /** Writes the gradients of all parameters but the bias. */
  private void differentiate(INDArray binaryGradient) {
    INDArray latent = layer.shaped();
    if (layer.scaling() instanceof Scaling.Alpha alpha) {
      reparameterized(alpha.rule().latentGradient(latent, binaryGradient));
    } else if (layer.scaling() instanceof Scaling.AlphaAndK both) {
      reparameterized(both.rule().latentGradient(latent, binaryGradient));
    } else if (layer.scaling() instanceof Scaling.Ternary) {
      reparameterized(binaryGradient);
    } else {
      learnedScale.ifPresent(
          scale -> scale.gradient().assign(WeightBinarizer.scaleGradient(signs, binaryGradient)));
      reparameterized(
          WeightBinarizer.signGradient(latent, WeightBinarizer.scale(binaryGradient, scales)));
    }
  }

  /** Writes the gradient of the latent weights, from that of what they become. */
  private void reparameterized(INDArray gradient) {
    Parameter weight = layer.weight();
    weight.gradient().assign(layer.reparameterization().backward(weight.value(), gradient));
  }

  @Override
  public void close() {
    convolution.close();
  }
}
