// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.bnn4j.core.shape.FeatureShape;
import io.github.bnn4j.layers.Parameter.Role;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * Holds the backward pass of a layer's reference operation to central differences of its forward
 * pass, for the loss sum(r * y) with random r.
 *
 * <p>Inputs are the points of a grid in random order. They are further apart, and further from 0,
 * than they are moved, so that no maximum changes its place and no rectifier opens.
 */
final class NumericalGradient {

  private static final int IMAGES = 2;
  private static final double SPACING = 0.1;
  private static final double STEP = 0.02;
  private static final double TOLERANCE = 5e-3;

  private final Operation operation;
  private final INDArray input;
  private final INDArray weights;

  private NumericalGradient(Layer layer, FeatureShape shape, long seed) {
    Random random = new Random(seed);
    layer.parameters().stream()
        .filter(p -> p.role() != Role.STATISTIC)
        .forEach(p -> p.value().assign(tenths(GaussianArrays.next(random, p.value().shape()))));
    operation = layer.bind(shape);
    input = grid(random, shape.batch(IMAGES));
    weights = GaussianArrays.next(random, layer.outputShape(shape).batch(IMAGES));
  }

  /** As far from the grid's points as these are from 0. */
  private static INDArray tenths(INDArray array) {
    return Transforms.round(array.mul(10)).divi(10);
  }

  /** Checks the gradients of the input and of all trained parameters. */
  static void check(Layer layer, FeatureShape shape, long seed) {
    NumericalGradient numerical = new NumericalGradient(layer, shape, seed);
    numerical.operation.forward(numerical.input, true);
    INDArray inputGradient = numerical.operation.backward(numerical.weights).dup('c');
    numerical.compare("input", numerical.input, inputGradient);
    for (Parameter parameter : layer.parameters()) {
      if (parameter.isTrained()) {
        INDArray gradient = parameter.gradient().dup('c');
        numerical.compare(parameter.name(), parameter.value(), gradient);
      }
    }
  }

  private static INDArray grid(Random random, long... shape) {
    int count = (int) (shape[0] * shape[1] * shape[2] * shape[3]);
    List<Float> points = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      points.add((float) (SPACING * (i - count / 2 + 0.5)));
    }
    Collections.shuffle(points, random);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = points.get(i);
    }
    return Nd4j.createFromArray(values).reshape(shape);
  }

  private void compare(String name, INDArray moved, INDArray gradient) {
    assertThat(gradient.shape()).isEqualTo(moved.shape());
    double scale = Math.max(1, gradient.normmaxNumber().doubleValue());
    for (long i = 0; i < moved.length(); i++) {
      float value = moved.getFloat(i);
      moved.putScalar(i, value + STEP);
      double above = loss();
      moved.putScalar(i, value - STEP);
      double below = loss();
      moved.putScalar(i, value);
      assertThat(gradient.getDouble(i) / scale)
          .as("gradient of %s %d, over %s", name, i, scale)
          .isCloseTo((above - below) / (2 * STEP) / scale, within(TOLERANCE));
    }
  }

  /** Summed in double, as differences of floats would lose most of their digits. */
  private double loss() {
    float[] outputs = operation.forward(input, true).dup('c').data().asFloat();
    float[] factors = weights.data().asFloat();
    double loss = 0;
    for (int i = 0; i < outputs.length; i++) {
      loss += (double) outputs[i] * factors[i];
    }
    return loss;
  }
}
