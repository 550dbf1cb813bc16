// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers;

import io.github.bnn4j.core.binarize.LatentConstraint;
import io.github.bnn4j.core.binarize.Reparameterization;
import io.github.bnn4j.core.binarize.Scaling;
import io.github.bnn4j.core.binarize.WeightBinarizer;
import io.github.bnn4j.core.binarize.WeightGradient;
import io.github.bnn4j.core.binarize.WeightTernarizer;
import io.github.bnn4j.core.shape.ConvGeometry;
import io.github.bnn4j.core.shape.FeatureShape;
import io.github.bnn4j.layers.Parameter.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Convolution with binary weights: {@code y = scale * (x * sign(W)) + bias}, from {@code [N, H, W,
 * inChannels]} to {@code [N, H', W', outChannels]}. Padding is by exact zeros, which are neither +1
 * nor -1. The scale is {@link Scaling}'s choice, usually alpha = mean |W| a filter. With {@link
 * Scaling.Ternary} weights near 0 count as 0, which is for training and evaluation alone.
 *
 * <p>Its input is usually signs, from {@link BinActiv}; float inputs make it that of a
 * binary-weight network, see {@link io.github.bnn4j.core.binarize.Binarization}.
 *
 * <p>W are latent float weights, kept, updated, and brought back into a {@link LatentConstraint}
 * after each update, usually centred over the input channels and clipped to [-1, 1]. See Rastegari,
 * M. et al. "XNOR-Net: ImageNet Classification Using Binary Convolutional Neural Networks", ECCV
 * 2016 (arXiv 1603.05279).
 */
public final class BinConv2d implements Layer {

  /** Small, so that latent weights start well inside [-1, 1]. */
  private static final double INITIAL_DEVIATION = 0.05;

  private final ConvGeometry geometry;
  private final Parameter weight;
  private final Parameter bias;
  private final Optional<Parameter> learnedScale;
  private final LatentConstraint constraint;
  private final boolean biased;
  private Reparameterization reparameterization;
  private Scaling scaling;
  private boolean binarized = true;

  /**
   * Makes a binary convolution with latent weights and biases of 0.
   *
   * @param geometry channels, kernel, stride, padding and groups
   * @param scaling what the sums of signs are multiplied with
   * @throws IllegalArgumentException if inputs shall be scaled but the convolution has groups
   */
  public BinConv2d(ConvGeometry geometry, Scaling scaling) {
    this(geometry, scaling, LatentConstraint.CENTRE_AND_CLIP, true);
  }

  /**
   * Makes a binary convolution with latent weights and biases of 0.
   *
   * @param geometry channels, kernel, stride, padding and groups
   * @param scaling what the sums of signs are multiplied with
   * @param constraint the set that latent weights stay in
   * @param biased whether biases are trained; without them they stay 0 and are no parameter
   * @throws IllegalArgumentException if inputs shall be scaled but the convolution has groups
   */
  public BinConv2d(
      ConvGeometry geometry, Scaling scaling, LatentConstraint constraint, boolean biased) {
    this(geometry, scaling, constraint, biased, new Reparameterization.None());
  }

  /**
   * Makes a binary convolution with latent weights and biases of 0.
   *
   * @param geometry channels, kernel, stride, padding and groups
   * @param scaling what the sums of signs are multiplied with
   * @param constraint the set that latent weights stay in
   * @param biased whether biases are trained; without them they stay 0 and are no parameter
   * @param reparameterization what latent weights become before their signs are taken
   * @throws IllegalArgumentException if inputs shall be scaled but the convolution has groups
   */
  public BinConv2d(
      ConvGeometry geometry,
      Scaling scaling,
      LatentConstraint constraint,
      boolean biased,
      Reparameterization reparameterization) {
    if (scaling instanceof Scaling.AlphaAndK && geometry.groups() > 1) {
      throw new IllegalArgumentException(
          "The input scale K is that of all channels; a convolution with it has 1 group, not "
              + geometry.groups()
              + ".");
    }
    this.geometry = geometry;
    this.constraint = constraint;
    this.biased = biased;
    this.scaling = scaling;
    this.reparameterization = reparameterization;
    this.weight = new Parameter("weight", Role.LATENT, 0, Convolutions.weightShape(geometry));
    this.bias = new Parameter("bias", Role.BIAS, 0, geometry.outChannels());
    this.learnedScale =
        scaling instanceof Scaling.Learned
            ? Optional.of(new Parameter("scale", Role.NORM, 0, geometry.outChannels()))
            : Optional.empty();
  }

  /**
   * Makes a binary convolution that is scaled by alpha in closed form, with latent weights and
   * biases of 0.
   *
   * @param geometry channels, kernel, stride, padding and groups
   * @param rule how the gradient of the binary weights becomes that of the latent ones
   */
  public BinConv2d(ConvGeometry geometry, WeightGradient rule) {
    this(geometry, new Scaling.Alpha(rule));
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
   * What the sums of signs are multiplied with.
   *
   * @return the scaling
   */
  public Scaling scaling() {
    return scaling;
  }

  /**
   * The factor of each filter as it is now, without K.
   *
   * @return {@code [outChannels]}, a new array; below 0 only if it is learned
   */
  public INDArray scales() {
    if (scaling instanceof Scaling.None) {
      return bias.value().like().addi(1);
    }
    if (scaling instanceof Scaling.Ternary) {
      return WeightTernarizer.alpha(shaped());
    }
    return learnedScale
        .map(scale -> scale.value().dup())
        .orElseGet(() -> WeightBinarizer.alpha(shaped()));
  }

  /**
   * The weights whose signs are taken: the latent ones after their reparameterization.
   *
   * @return of the shape of {@link #weight}; the same array without a reparameterization
   */
  public INDArray shaped() {
    return reparameterization.forward(weight.value());
  }

  /**
   * What latent weights become before their signs are taken.
   *
   * @return the reparameterization; {@link #anneal} may replace it
   */
  public Reparameterization reparameterization() {
    return reparameterization;
  }

  /**
   * Whether weights are binary, or stay float for now; see {@link #binarizeWeights}.
   *
   * @return true unless said otherwise
   */
  public boolean isBinarized() {
    return binarized;
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
   * @return the parameter itself; zeros if there are none
   */
  public Parameter bias() {
    return bias;
  }

  @Override
  public String description() {
    return Convolutions.description("BinConv2d", geometry)
        + (scaling instanceof Scaling.Alpha
            ? ""
            : ", scaling " + scaling.getClass().getSimpleName())
        + (reparameterization instanceof Reparameterization.None
            ? ""
            : ", reparameterization " + reparameterization.getClass().getSimpleName());
  }

  @Override
  public List<Parameter> parameters() {
    List<Parameter> all = new ArrayList<>(List.of(weight));
    if (biased) {
      all.add(bias);
    }
    learnedScale.ifPresent(all::add);
    return List.copyOf(all);
  }

  @Override
  public void initialize(RandomGenerator random) {
    Convolutions.fillNormal(weight.value(), INITIAL_DEVIATION, random);
    bias.value().assign(0);
    learnedScale.ifPresent(scale -> scale.value().assign(WeightBinarizer.alpha(shaped())));
  }

  @Override
  public void constrain() {
    constraint.apply(weight.value());
  }

  @Override
  public void binarizeWeights(boolean on) {
    binarized = on;
  }

  @Override
  public void anneal(double progress) {
    reparameterization = reparameterization.at(progress);
    if (scaling instanceof Scaling.AlphaAndK both) {
      scaling = new Scaling.AlphaAndK(both.rule(), both.estimator().at(progress));
    }
  }

  @Override
  public FeatureShape outputShape(FeatureShape input) {
    return Convolutions.outputShape(geometry, input);
  }

  @Override
  public Operation bind(FeatureShape input) {
    return bind(input, twin -> twin.bind(input));
  }

  /**
   * Makes the operation on top of an engine's float convolution.
   *
   * @param input shape of one image's input
   * @param convolution makes the operation of a float convolution of the same sizes, which reads
   *     its weights anew in each pass
   * @return the operation
   */
  public Operation bind(FeatureShape input, Function<Conv2d, Operation> convolution) {
    outputShape(input);
    Conv2d twin = new Conv2d(geometry);
    Operation signs = new SignConvolution(this, learnedScale, twin, convolution.apply(twin));
    return scaling instanceof Scaling.AlphaAndK
        ? new InputScaledConvolution(this, signs, new InputScale(geometry, input))
        : signs;
  }
}
