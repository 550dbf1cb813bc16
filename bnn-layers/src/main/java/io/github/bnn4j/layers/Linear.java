// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers;

import io.github.bnn4j.core.check.Require;
import io.github.bnn4j.core.packed.layer.FloatConv2d;
import io.github.bnn4j.core.packed.layer.PackedLayer;
import io.github.bnn4j.core.shape.ConvGeometry;
import io.github.bnn4j.core.shape.FeatureShape;
import io.github.bnn4j.core.shape.Window;
import io.github.bnn4j.layers.Parameter.Role;
import java.util.List;
import java.util.random.RandomGenerator;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Fully connected layer: {@code y = W x + b}, from images of {@code inputs} values, whatever their
 * height, width and channels, to {@code [N, 1, 1, outputs]}. The values of an image are taken in
 * their order in memory, channels fastest. Packed it is a convolution whose window is the image.
 *
 * <p>Initial weights are normal with variance {@code 1 / inputs}, biases 0.
 */
public final class Linear implements Layer {

  private final int inputs;
  private final int outputs;
  private final Parameter weight;
  private final Parameter bias;

  /**
   * Makes a layer with weights and biases of 0.
   *
   * @param inputs the values of an image that come in, at least 1
   * @param outputs the values that go out, 1 to {@value ConvGeometry#MAX_CHANNELS}
   * @throws IllegalArgumentException if there are fewer or more
   */
  public Linear(int inputs, int outputs) {
    Require.that(
        inputs >= 1 && outputs >= 1 && outputs <= ConvGeometry.MAX_CHANNELS,
        "A linear layer has at least 1 input and 1 to %d outputs, not %d and %d.",
        ConvGeometry.MAX_CHANNELS,
        inputs,
        outputs);
    this.inputs = inputs;
    this.outputs = outputs;
    this.weight = new Parameter("weight", Role.WEIGHT, 0, outputs, inputs);
    this.bias = new Parameter("bias", Role.BIAS, 0, outputs);
  }

  /**
   * The weights, {@code [outputs, inputs]}.
   *
   * @return the parameter itself
   */
  public Parameter weight() {
    return weight;
  }

  /**
   * The biases, {@code [outputs]}.
   *
   * @return the parameter itself
   */
  public Parameter bias() {
    return bias;
  }

  @Override
  public String description() {
    return "Linear " + inputs + " -> " + outputs;
  }

  @Override
  public List<Parameter> parameters() {
    return List.of(weight, bias);
  }

  @Override
  public void initialize(RandomGenerator random) {
    Convolutions.fillNormal(weight.value(), Math.sqrt(1.0 / inputs), random);
    bias.value().assign(0);
  }

  @Override
  public FeatureShape outputShape(FeatureShape input) {
    if (input.size() != inputs) {
      throw new IllegalArgumentException(
          "A linear layer of "
              + inputs
              + " inputs cannot take an input of shape "
              + input
              + ", which has "
              + input.size()
              + ".");
    }
    return new FeatureShape(1, 1, outputs);
  }

  @Override
  public List<PackedLayer> packed(FeatureShape input) {
    ConvGeometry geometry = new ConvGeometry(input.channels(), outputs, Window.all(input), 1);
    return List.of(new FloatConv2d(geometry, weight.floats(), bias.floats()));
  }

  @Override
  public Operation bind(FeatureShape input) {
    outputShape(input);
    return new Reference();
  }

  private final class Reference implements Operation {
    private INDArray input;

    @Override
    public INDArray forward(INDArray x, boolean training) {
      input = x;
      return rows(x, inputs)
          .mmul(weight.value().transpose())
          .addiRowVector(bias.value())
          .dup('c')
          .reshape('c', x.size(0), 1, 1, outputs);
    }

    @Override
    public INDArray backward(INDArray outputGradient) {
      INDArray gradient = rows(outputGradient, outputs);
      weight.gradient().assign(gradient.transpose().mmul(rows(input, inputs)));
      bias.gradient().assign(gradient.sum(0).reshape(outputs));
      return gradient.mmul(weight.value()).dup('c').reshape('c', input.shape());
    }

    private INDArray rows(INDArray values, int columns) {
      return values.reshape('c', values.size(0), columns);
    }
  }
}
