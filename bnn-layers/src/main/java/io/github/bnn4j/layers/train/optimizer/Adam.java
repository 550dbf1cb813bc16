// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.train.optimizer;

import io.github.bnn4j.core.check.Require;
import io.github.bnn4j.layers.Parameter;
import io.github.bnn4j.layers.train.text.PlainNumber;

/**
 * Adam: {@code m = beta1 m + (1 - beta1) g}, {@code v = beta2 v + (1 - beta2) g^2}, and {@code W -=
 * rate m' / (sqrt(v') + epsilon)}, where m' and v' are free of the bias of their start at 0. See
 * Kingma, D. P. and Ba, J. "Adam: A Method for Stochastic Optimization", ICLR 2015.
 *
 * @param beta1 decay of the mean of gradients, 0 to below 1
 * @param beta2 decay of the mean of their squares, 0 to below 1
 * @param epsilon added to the root of the latter, above 0
 */
public record Adam(double beta1, double beta2, double epsilon) implements Optimizer {

  /**
   * Checks the numbers.
   *
   * @param beta1 decay of the mean of gradients, 0 to below 1
   * @param beta2 decay of the mean of their squares, 0 to below 1
   * @param epsilon added to the root of the latter, above 0
   * @throws IllegalArgumentException if one is out of its range
   */
  public Adam {
    Require.that(
        beta1 >= 0 && beta1 < 1 && beta2 >= 0 && beta2 < 1 && epsilon > 0 && epsilon < 1,
        "Adam needs betas from 0 to below 1 and an epsilon between 0 and 1, not %s, %s and %s.",
        beta1,
        beta2,
        epsilon);
  }

  @Override
  public String describe() {
    return equals(ADAM)
        ? "Adam"
        : "Adam with betas "
            + PlainNumber.of(beta1)
            + " and "
            + PlainNumber.of(beta2)
            + (epsilon == 1e-8 ? "" : " and epsilon " + PlainNumber.of(epsilon));
  }

  @Override
  public ParameterUpdate of(Parameter parameter) {
    return new AdamUpdate(parameter, this);
  }
}
