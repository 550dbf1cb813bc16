// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers;

import io.github.bnn4j.core.binarize.WeightBinarizer;
import io.github.bnn4j.core.binarize.WeightGradient;
import io.github.bnn4j.core.packed.ConvGeometry;
import io.github.bnn4j.layers.Parameter.Role;
import java.util.List;
import java.util.random.RandomGenerator;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Convolution with binary weights: {@code y = alpha * (x * sign(W)) + bias}, alpha = mean |W| a
 * filter, from {@code [N, H, W, inChannels]} (usually signs, from {@link BinActiv}) to {@code [N,
 * H', W', outChannels]}. Padding is by exact zeros, which are neither +1 nor -1.
 *
 * <p>W are latent float weights, kept, updated, centred over the input channels and clamped to [-1,
 * 1] after each update. See Rastegari, M. et al. "XNOR-Net: ImageNet Classification Using Binary
 * Convolutional Neural Networks", ECCV 2016 (arXiv 1603.05279).
 */
public final class BinConv2d implements Layer {

  /** Small, so that latent weights start well inside [-1, 1]. */
  private static final double INITIAL_DEVIATION = 0.05;

  private final ConvGeometry geometry;
  private final WeightGradient rule;
  private final Parameter weight;
  private final Parameter bias;

  /**
   * Makes a binary convolution with latent weights and biases of 0.
   *
   * @param geometry channels, kernel, stride, padding and groups
   * @param rule how the gradient of the binary weights becomes that of the latent ones
   */
  public BinConv2d(ConvGeometry geometry, WeightGradient rule) {
    this.geometry = geometry;
    this.rule = rule;
    this.weight = new Parameter("weight", Role.LATENT, 0, Convolutions.weightShape(geometry));
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
   * How the gradient of the binary weights becomes that of the latent ones.
   *
   * @return the rule
   */
  public WeightGradient rule() {
    return rule;
  }

  /**
   * The latent weights, {@code [outChannels, kernel, kernel, inChannels / groups]}.
   *
   * @return the parameter itself
   */
  public Parameter weight() {
    return weight;
  }

  /**
   * The biases, {@code [outChannels]}.
   *
   * @return the parameter itself
   */
  public Parameter bias() {
    return bias;
  }

  @Override
  public String description() {
    return Convolutions.description("BinConv2d", geometry);
  }

  @Override
  public List<Parameter> parameters() {
    return List.of(weight, bias);
  }

  @Override
  public void initialize(RandomGenerator random) {
    Convolutions.fillNormal(weight.value(), INITIAL_DEVIATION, random);
    bias.value().assign(0);
  }

  @Override
  public void constrain() {
    WeightBinarizer.constrain(weight.value());
  }

  @Override
  public FeatureShape outputShape(FeatureShape input) {
    return Convolutions.outputShape(geometry, input);
  }

  @Override
  public Operation bind(FeatureShape input) {
    return new Reference(new GroupedConvolution(geometry, outputShape(input)));
  }

  private final class Reference implements Operation {
    private final GroupedConvolution convolution;
    private INDArray input;
    private INDArray binary;

    Reference(GroupedConvolution convolution) {
      this.convolution = convolution;
    }

    @Override
    public INDArray forward(INDArray x, boolean training) {
      input = x;
      INDArray signs = WeightBinarizer.signs(weight.value());
      INDArray alpha = WeightBinarizer.alpha(weight.value());
      binary = WeightBinarizer.scale(signs, alpha);
      INDArray y = convolution.forward(x, signs);
      Convolutions.perChannel(y).muliRowVector(alpha).addiRowVector(bias.value());
      return y;
    }

    @Override
    public INDArray backward(INDArray outputGradient) {
      INDArray inputGradient = input.like();
      INDArray binaryGradient = binary.like();
      convolution.backward(input, binary, outputGradient, inputGradient, binaryGradient);
      weight.gradient().assign(rule.latentGradient(weight.value(), binaryGradient));
      bias.gradient().assign(Convolutions.perChannel(outputGradient).sum(0));
      return inputGradient;
    }
  }
}
