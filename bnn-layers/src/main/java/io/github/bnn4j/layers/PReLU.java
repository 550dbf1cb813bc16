// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers;

import io.github.bnn4j.core.check.Count;
import io.github.bnn4j.core.packed.layer.PackedLayer;
import io.github.bnn4j.core.packed.layer.Prelu;
import io.github.bnn4j.core.shape.FeatureShape;
import io.github.bnn4j.layers.Parameter.Role;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Rectifier with a learned slope, and a learned shift before and offset behind it, a channel at a
 * time: with {@code d = x - shift}, {@code y = (d > 0 ? d : slope * d) + offset}. Any shape {@code
 * [N, H, W, channels]}; at d = 0 the gradient is the slope's side.
 *
 * <p>See He, K. et al. "Delving Deep into Rectifiers", ICCV 2015, for the slope, and Liu, Z. et al.
 * "ReActNet: Towards Precise Binary Neural Network with Generalized Activation Functions", ECCV
 * 2020 (RPReLU), for shift and offset. As every layer, it belongs to one thread while it is
 * trained.
 */
public final class PReLU implements Layer {

  /** The slope of a new layer. */
  public static final double INITIAL_SLOPE = 0.25;

  private final int channels;
  private final Parameter shift;
  private final Parameter slope;
  private final Parameter offset;

  /**
   * Makes a rectifier with shifts and offsets of 0 and slopes of {@value #INITIAL_SLOPE}.
   *
   * @param channels number of channels, at least 1
   */
  public PReLU(int channels) {
    this.channels = channels;
    this.shift = new Parameter("shift", Role.NORM, 0, channels);
    this.slope = new Parameter("slope", Role.NORM, INITIAL_SLOPE, channels);
    this.offset = new Parameter("offset", Role.NORM, 0, channels);
  }

  /**
   * What is taken from each channel first.
   *
   * @return the parameter itself, {@code [channels]}
   */
  public Parameter shift() {
    return shift;
  }

  /**
   * The factors of what is below 0 then.
   *
   * @return the parameter itself, {@code [channels]}
   */
  public Parameter slope() {
    return slope;
  }

  /**
   * What is added to each channel at the end.
   *
   * @return the parameter itself, {@code [channels]}
   */
  public Parameter offset() {
    return offset;
  }

  @Override
  public String description() {
    return "PReLU " + channels;
  }

  @Override
  public List<Parameter> parameters() {
    return List.of(shift, slope, offset);
  }

  @Override
  public void initialize(RandomGenerator random) {
    shift.value().assign(0);
    slope.value().assign(INITIAL_SLOPE);
    offset.value().assign(0);
  }

  @Override
  public FeatureShape outputShape(FeatureShape input) {
    if (input.channels() != channels) {
      throw new IllegalArgumentException(
          "A PReLU of "
              + Count.of(channels, "channel")
              + " cannot take an input of shape "
              + input
              + ".");
    }
    return input;
  }

  @Override
  public Optional<ChannelFunction> perChannel() {
    float[] shifts = shift.floats();
    float[] slopes = slope.floats();
    float[] offsets = offset.floats();
    boolean turns = slope.value().minNumber().doubleValue() < 0;
    return Optional.of(
        new ChannelFunction(
            turns ? ChannelFunction.Form.TURNING : ChannelFunction.Form.MONOTONE,
            (c, x) -> {
              double d = x - shifts[c];
              return (d > 0 ? d : slopes[c] * d) + offsets[c];
            }));
  }

  @Override
  public List<PackedLayer> packed(FeatureShape input) {
    return List.of(new Prelu(shift.floats(), slope.floats(), offset.floats()));
  }

  @Override
  public Operation bind(FeatureShape input) {
    outputShape(input);
    return new Reference();
  }

  private final class Reference implements Operation {
    private INDArray shifted;
    private INDArray below;

    @Override
    public INDArray forward(INDArray x, boolean training) {
      shifted = Convolutions.perChannel(x).subRowVector(shift.value());
      below = shifted.lte(0).castTo(shifted.dataType());
      INDArray y = shifted.mul(factors()).addiRowVector(offset.value());
      return y.reshape('c', x.shape());
    }

    /** 1 above 0, the slope elsewhere. */
    private INDArray factors() {
      return below.mulRowVector(slope.value().sub(1)).addi(1);
    }

    @Override
    public INDArray backward(INDArray outputGradient) {
      INDArray gradient = Convolutions.perChannel(outputGradient);
      offset.gradient().assign(perChannel(gradient));
      slope.gradient().assign(perChannel(gradient.mul(shifted).muli(below)));
      INDArray inputGradient = gradient.mul(factors());
      shift.gradient().assign(perChannel(inputGradient).negi());
      return inputGradient.reshape('c', outputGradient.shape());
    }

    /** ND4J keeps the sum of a single row as a row. */
    private INDArray perChannel(INDArray values) {
      return values.sum(0).reshape(channels);
    }
  }
}
