// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.train.optimizer;

import io.github.bnn4j.core.binarize.WeightBinarizer;
import io.github.bnn4j.core.check.Require;
import io.github.bnn4j.layers.FloatMemory;
import io.github.bnn4j.layers.Parameter;
import io.github.bnn4j.layers.train.text.PlainNumber;
import java.nio.FloatBuffer;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The binary optimizer, which has no latent weights: a sign w turns when the gradient has pulled at
 * it for long enough. With an average of gradients {@code m = (1 - gamma) m + gamma g},
 *
 * <pre>w = -w  where |m| &gt;= threshold and sign(m) = sign(w)</pre>
 *
 * <p>See Helwegen, K. et al. "Latent Weights Do Not Exist: Rethinking Binarized Neural Network
 * Optimization", NeurIPS 2019 (arXiv 1906.02107). There gamma is lowered by hand over a training;
 * here it is {@link #gamma} times the learning rate and falls with the schedule.
 *
 * <p>What a convolution calls its latent weights is +1 or -1 after the first step, and before it
 * with {@link io.github.bnn4j.core.binarize.LatentConstraint#SIGN}, without which the first
 * gradients are those of another scale. Constraints that centre do not go with it. Use it for
 * binary weights alone, in {@link LatentAndRest}.
 *
 * @param gamma how fast the average follows the gradient, at a learning rate of 1; above 0
 * @param threshold how large an average turns a sign, at least 0
 */
public record Bop(double gamma, double threshold) implements Optimizer {

  /**
   * Checks the numbers.
   *
   * @param gamma how fast the average follows the gradient, at a learning rate of 1; above 0
   * @param threshold how large an average turns a sign, at least 0
   * @throws IllegalArgumentException if one is out of its range
   */
  public Bop {
    Require.that(
        gamma > 0 && gamma < Double.POSITIVE_INFINITY,
        "The gamma of Bop is a number above 0, not %s.",
        gamma);
    Require.that(
        threshold >= 0 && threshold < Double.POSITIVE_INFINITY,
        "The threshold of Bop is a number of at least 0, not %s.",
        threshold);
  }

  @Override
  public String describe() {
    return "Bop with gamma "
        + PlainNumber.of(gamma)
        + " and threshold "
        + PlainNumber.of(threshold);
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if the parameter is not of binary weights
   */
  @Override
  public ParameterUpdate of(Parameter parameter) {
    Require.that(
        parameter.role() == Parameter.Role.LATENT,
        "Bop turns the signs of binary weights, which %s is not; give the others an optimizer of"
            + " their own by LatentAndRest.",
        parameter.name());
    return new Flips(parameter);
  }

  private final class Flips implements ParameterUpdate {
    private final Parameter parameter;
    private final INDArray average;
    private final FloatMemory averageMemory;
    private final float[] weights;
    private final float[] gradient;
    private final float[] averages;

    Flips(Parameter parameter) {
      this.parameter = parameter;
      this.average = Nd4j.zeros(DataType.FLOAT, parameter.value().shape());
      this.averageMemory = new FloatMemory(average);
      this.weights = new float[Math.toIntExact(average.length())];
      this.gradient = new float[weights.length];
      this.averages = new float[weights.length];
    }

    @Override
    public void step(double rate, int iteration) {
      FloatBuffer value = parameter.valueMemory();
      FloatBuffer memory = averageMemory.floats();
      value.get(0, weights);
      memory.get(0, averages);
      parameter.gradientMemory().get(0, gradient);
      float follow = (float) Math.min(1, gamma * rate);
      for (int i = 0; i < weights.length; i++) {
        float sign = WeightBinarizer.sign(weights[i]);
        averages[i] += follow * (gradient[i] - averages[i]);
        boolean turns = averages[i] * sign > 0 && Math.abs(averages[i]) >= threshold;
        weights[i] = turns ? -sign : sign;
      }
      memory.put(0, averages);
      value.put(0, weights);
    }

    @Override
    public Map<String, INDArray> state() {
      return Map.of("M", average);
    }
  }
}
