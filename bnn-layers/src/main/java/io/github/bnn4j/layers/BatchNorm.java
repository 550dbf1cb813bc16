// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers;

import io.github.bnn4j.core.check.Count;
import io.github.bnn4j.core.packed.layer.PackedLayer;
import io.github.bnn4j.core.shape.FeatureShape;
import io.github.bnn4j.layers.Parameter.Role;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * Batch normalisation, a channel at a time over images and positions: {@code y = gamma * (x - mean)
 * / sqrt(variance + epsilon) + beta}.
 *
 * <p>In training mean and (biased) variance are the batch's, and the running ones move by the
 * momentum towards it, the variance unbiased; in evaluation the running ones are used.
 *
 * <p>Packed it costs nothing: before a sign it folds into thresholds. As every layer, it belongs to
 * one thread while it is trained.
 *
 * <p>See Ioffe, S. and Szegedy, C. "Batch Normalization: Accelerating Deep Network Training by
 * Reducing Internal Covariate Shift", ICML 2015.
 */
public final class BatchNorm implements Layer {

  /** What is added to the variance unless said otherwise. */
  public static final double EPSILON = 1e-5;

  /** How far running statistics move towards the batch's at each step, unless said otherwise. */
  public static final double MOMENTUM = 0.1;

  private final int channels;
  private final double epsilon;
  private final double momentum;
  private final Parameter gamma;
  private final Parameter beta;
  private final Parameter mean;
  private final Parameter variance;

  /**
   * Makes a normalisation that changes nothing yet: gamma 1, beta 0, running mean 0 and variance 1.
   *
   * @param channels number of channels, at least 1
   */
  public BatchNorm(int channels) {
    this(channels, EPSILON, MOMENTUM);
  }

  /**
   * Makes a normalisation that changes nothing yet: gamma 1, beta 0, running mean 0 and variance 1.
   *
   * @param channels number of channels, at least 1
   * @param epsilon what is added to the variance, above 0
   * @param momentum how far running statistics move towards the batch's at each step, above 0 and
   *     at most 1
   * @throws IllegalArgumentException if one of them is not
   */
  public BatchNorm(int channels, double epsilon, double momentum) {
    if (!(epsilon > 0 && epsilon < 1 && momentum > 0 && momentum <= 1)) {
      throw new IllegalArgumentException(
          "A normalisation needs an epsilon between 0 and 1 and a momentum above 0 and at most 1,"
              + " not "
              + epsilon
              + " and "
              + momentum
              + ".");
    }
    this.channels = channels;
    this.epsilon = epsilon;
    this.momentum = momentum;
    this.gamma = new Parameter("weight", Role.NORM, 1, channels);
    this.beta = new Parameter("bias", Role.NORM, 0, channels);
    this.mean = new Parameter("running_mean", Role.STATISTIC, 0, channels);
    this.variance = new Parameter("running_var", Role.STATISTIC, 1, channels);
  }

  /**
   * The number of channels.
   *
   * @return at least 1
   */
  public int channels() {
    return channels;
  }

  /**
   * What is added to the variance.
   *
   * @return above 0
   */
  public double epsilon() {
    return epsilon;
  }

  /**
   * How far running statistics move towards the batch's at each step.
   *
   * @return above 0 and at most 1
   */
  public double momentum() {
    return momentum;
  }

  /**
   * The scales, {@code [channels]}.
   *
   * @return the parameter itself
   */
  public Parameter gamma() {
    return gamma;
  }

  /**
   * The shifts, {@code [channels]}.
   *
   * @return the parameter itself
   */
  public Parameter beta() {
    return beta;
  }

  /**
   * The running means, {@code [channels]}.
   *
   * @return the parameter itself
   */
  public Parameter runningMean() {
    return mean;
  }

  /**
   * The running variances, {@code [channels]}.
   *
   * @return the parameter itself
   */
  public Parameter runningVariance() {
    return variance;
  }

  @Override
  public String description() {
    return "BatchNorm " + channels + (epsilon == EPSILON ? "" : ", epsilon " + epsilon);
  }

  @Override
  public List<Parameter> parameters() {
    return List.of(gamma, beta, mean, variance);
  }

  @Override
  public void initialize(RandomGenerator random) {
    gamma.value().assign(1);
    beta.value().assign(0);
    mean.value().assign(0);
    variance.value().assign(1);
  }

  @Override
  public FeatureShape outputShape(FeatureShape input) {
    if (input.channels() != channels) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "A normalisation of %s cannot take an input of shape %s.",
              Count.of(channels, "channel"),
              input));
    }
    return input;
  }

  @Override
  public Optional<ChannelFunction> perChannel() {
    float[] scales = gamma.floats();
    float[] shifts = beta.floats();
    float[] means = mean.floats();
    float[] variances = variance.floats();
    return Optional.of(
        ChannelFunction.affine(
            (c, x) -> scales[c] * (x - means[c]) / Math.sqrt(variances[c] + epsilon) + shifts[c]));
  }

  @Override
  public List<PackedLayer> packed(FeatureShape input) {
    return List.of(perChannel().orElseThrow().packed(channels));
  }

  @Override
  public Operation bind(FeatureShape input) {
    outputShape(input);
    return new Reference();
  }

  private final class Reference implements Operation {
    private INDArray normalised;
    private INDArray inverseDeviation;

    @Override
    public INDArray forward(INDArray x, boolean training) {
      INDArray flat = Convolutions.perChannel(x);
      INDArray centre = training ? vector(flat.mean(0)) : mean.value();
      INDArray spread = training ? vector(flat.var(false, 0)) : variance.value();
      if (training) {
        double unbiased = (double) flat.rows() / Math.max(1, flat.rows() - 1);
        mean.value().muli(1 - momentum).addi(centre.mul(momentum));
        variance.value().muli(1 - momentum).addi(spread.mul(momentum * unbiased));
      }
      inverseDeviation = Transforms.sqrt(spread.add(epsilon), false).rdiv(1);
      normalised = flat.subRowVector(centre).muliRowVector(inverseDeviation);
      INDArray y = normalised.mulRowVector(gamma.value()).addiRowVector(beta.value());
      return y.reshape('c', x.shape());
    }

    /** ND4J keeps the sum of a single row as a row. */
    private INDArray vector(INDArray sums) {
      return sums.reshape(channels);
    }

    @Override
    public INDArray backward(INDArray outputGradient) {
      INDArray flat = Convolutions.perChannel(outputGradient);
      beta.gradient().assign(vector(flat.sum(0)));
      gamma.gradient().assign(vector(flat.mul(normalised).sum(0)));
      long rows = flat.rows();
      INDArray inputGradient =
          flat.subRowVector(beta.gradient().div(rows))
              .subi(normalised.mulRowVector(gamma.gradient().div(rows)))
              .muliRowVector(gamma.value().mul(inverseDeviation));
      return inputGradient.reshape('c', outputGradient.shape());
    }
  }
}
