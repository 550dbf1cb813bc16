// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.train.optimizer;

import io.github.bnn4j.core.check.Require;
import io.github.bnn4j.layers.Parameter;
import io.github.bnn4j.layers.train.text.PlainNumber;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Adam with weight decay beside the gradient rather than in it: {@code W -= rate decay W}, then
 * Adam's step. In the gradient, Adam would divide the decay by the gradients' size. Only float
 * weights decay; latent weights, biases and normalisations never do. See Loshchilov, I. and Hutter,
 * F. "Decoupled Weight Decay Regularization", ICLR 2019.
 *
 * @param adam the step
 * @param decay part of a weight that is lost at a learning rate of 1, at least 0
 */
public record AdamW(Adam adam, double decay) implements Optimizer {

  /**
   * Checks the decay.
   *
   * @param adam the step
   * @param decay part of a weight that is lost at a learning rate of 1, at least 0
   * @throws IllegalArgumentException if it is negative or no number
   */
  public AdamW {
    Require.that(
        decay >= 0 && decay < Double.POSITIVE_INFINITY,
        "The decay of AdamW is a number of at least 0, not %s.",
        decay);
  }

  /**
   * Makes it with Adam's usual numbers.
   *
   * @param decay part of a weight that is lost at a learning rate of 1, at least 0
   * @throws IllegalArgumentException if it is negative or no number
   */
  public AdamW(double decay) {
    this(new Adam(0.9, 0.999, 1e-8), decay);
  }

  @Override
  public String describe() {
    return adam.describe() + " with decoupled weight decay " + PlainNumber.of(decay);
  }

  @Override
  public ParameterUpdate of(Parameter parameter) {
    ParameterUpdate step = adam.of(parameter);
    return parameter.role() == Parameter.Role.WEIGHT ? new Decayed(parameter, step, decay) : step;
  }

  private record Decayed(Parameter parameter, ParameterUpdate step, double decay)
      implements ParameterUpdate {

    @Override
    public void step(double rate, int iteration) {
      INDArray value = parameter.value();
      Nd4j.getBlasWrapper().level1().scal(value.length(), 1 - rate * decay, value);
      step.step(rate, iteration);
    }

    @Override
    public Map<String, INDArray> state() {
      return step.state();
    }

    @Override
    public void close() {
      step.close();
    }
  }
}
