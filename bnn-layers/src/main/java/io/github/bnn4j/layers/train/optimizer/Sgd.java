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
 * Stochastic gradient descent with momentum mu, a velocity v that starts at 0.
 *
 * <ul>
 *   <li>None: {@code W -= rate g}.
 *   <li>Classical: {@code v = mu v - rate g}, {@code W += v}. See Polyak, B. T. "Some methods of
 *       speeding up the convergence of iteration methods", 1964.
 *   <li>Nesterov: {@code v = mu v - rate g}, {@code W += mu v - rate g}. See Sutskever, I. et al.
 *       "On the importance of initialization and momentum in deep learning", ICML 2013.
 * </ul>
 *
 * @param momentum part of the last step that is taken again, 0 (none) to below 1
 * @param nesterov whether it looks ahead along the velocity; false without momentum
 */
public record Sgd(double momentum, boolean nesterov) implements Optimizer {

  /**
   * Checks the momentum.
   *
   * @param momentum part of the last step that is taken again, 0 (none) to below 1
   * @param nesterov whether it looks ahead along the velocity; makes no difference without momentum
   * @throws IllegalArgumentException if the momentum is out of its range
   */
  public Sgd {
    Require.that(
        momentum >= 0 && momentum < 1, "A momentum is from 0 to below 1, not %s.", momentum);
    nesterov = nesterov && momentum > 0;
  }

  /**
   * Makes it with Nesterov's momentum.
   *
   * @param momentum part of the last step that is taken again, 0 (none) to below 1
   * @throws IllegalArgumentException if it is not
   */
  public Sgd(double momentum) {
    this(momentum, true);
  }

  @Override
  public String describe() {
    return momentum == 0
        ? "SGD"
        : "SGD with " + (nesterov ? "" : "classical ") + "momentum " + PlainNumber.of(momentum);
  }

  @Override
  public ParameterUpdate of(Parameter parameter) {
    return momentum == 0 ? new Plain(parameter) : new SgdUpdate(parameter, this);
  }

  private record Plain(Parameter parameter) implements ParameterUpdate {

    @Override
    public void step(double rate, int iteration) {
      INDArray value = parameter.value();
      Nd4j.getBlasWrapper().level1().axpy(value.length(), -rate, parameter.gradient(), value);
    }

    @Override
    public Map<String, INDArray> state() {
      return Map.of();
    }
  }
}
