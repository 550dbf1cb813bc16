// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers;

import io.github.bnn4j.core.packed.layer.FloatConv2d;
import io.github.bnn4j.core.packed.layer.PackedLayer;
import io.github.bnn4j.core.shape.ConvGeometry;
import io.github.bnn4j.core.shape.FeatureShape;
import io.github.bnn4j.layers.Parameter.Role;
import java.util.List;
import java.util.random.RandomGenerator;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Float convolution, with a bias unless it is left out: {@code [N, H, W, inChannels]} to {@code [N,
 * H', W', outChannels]}, where {@code H' = floor((H + padding - kernel) / stride) + 1}, padding
 * being the rows of zeros above and below. With as many groups as channels it is a depthwise one.
 *
 * <p>Initial weights are normal with variance {@code 2 / fan-in} (He, K. et al. "Delving Deep into
 * Rectifiers", ICCV 2015), biases 0.
 */
public final class Conv2d implements Layer {

  private final ConvGeometry geometry;
  private final Parameter weight;
  private final Parameter bias;
  private final boolean biased;

  /**
   * Makes a convolution with weights and biases of 0.
   *
   * @param geometry channels, kernel, stride, padding and groups
   */
  public Conv2d(ConvGeometry geometry) {
    this(geometry, true);
  }

  /**
   * Makes a convolution with weights and biases of 0.
   *
   * @param geometry channels, kernel, stride, padding and groups
   * @param biased whether biases are trained; without them they stay 0 and are no parameter
   */
  public Conv2d(ConvGeometry geometry, boolean biased) {
    this.geometry = geometry;
    this.biased = biased;
    this.weight = new Parameter("weight", Role.WEIGHT, 0, Convolutions.weightShape(geometry));
    this.bias = new Parameter("bias", Role.BIAS, 0, geometry.outChannels());
  }

  /**
   * The sizes of the convolution.
   *
   * @return channels, kernel, stride, padding and groups
   */
  public ConvGeometry geometry() {
    return geometry;
  }

  /**
   * The weights, {@code [outChannels, kernel, kernel, inChannels / groups]}.
   *
   * @return the parameter itself
   */
  public Parameter weight() {
    return weight;
  }

  /**
   * The biases, {@code [outChannels]}.
   *
   * @return the parameter itself; zeros if there are none
   */
  public Parameter bias() {
    return bias;
  }

  @Override
  public String description() {
    return Convolutions.description("Conv2d", geometry);
  }

  @Override
  public List<Parameter> parameters() {
    return biased ? List.of(weight, bias) : List.of(weight);
  }

  @Override
  public void initialize(RandomGenerator random) {
    double deviation = Math.sqrt(2.0 / geometry.depth());
    Convolutions.fillNormal(weight.value(), deviation, random);
    bias.value().assign(0);
  }

  @Override
  public FeatureShape outputShape(FeatureShape input) {
    return Convolutions.outputShape(geometry, input);
  }

  @Override
  public List<PackedLayer> packed(FeatureShape input) {
    return List.of(new FloatConv2d(geometry, weight.floats(), bias.floats()));
  }

  @Override
  public Operation bind(FeatureShape input) {
    return new Reference(new GroupedConvolution(geometry, input));
  }

  private final class Reference implements Operation {
    private final GroupedConvolution convolution;
    private INDArray input;

    Reference(GroupedConvolution convolution) {
      this.convolution = convolution;
    }

    @Override
    public INDArray forward(INDArray x, boolean training) {
      input = x;
      INDArray y = convolution.forward(x, weight.value());
      Convolutions.perChannel(y).addiRowVector(bias.value());
      return y;
    }

    @Override
    public INDArray backward(INDArray outputGradient) {
      INDArray inputGradient = input.like();
      convolution.backward(input, weight.value(), outputGradient, inputGradient, weight.gradient());
      bias.gradient().assign(Convolutions.perChannel(outputGradient).sum(0));
      return inputGradient;
    }
  }
}
