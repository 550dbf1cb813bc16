// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.train.optimizer;

import io.github.bnn4j.layers.Parameter;

/**
 * The rule that turns gradients into changes of the parameters. Immutable and thread-safe; equal
 * optimizers make equal updates.
 */
public interface Optimizer {

  /** Adam with beta1 0.9, beta2 0.999, epsilon 1e-8; what binary networks are best trained with. */
  Optimizer ADAM = new Adam(0.9, 0.999, 1e-8);

  /** Stochastic gradient descent with Nesterov momentum 0.9. */
  Optimizer SGD = new Sgd(0.9);

  /**
   * The optimizer in a few words, as a checkpoint records it.
   *
   * @return such as {@code Adam}; equal for equal optimizers only
   */
  String describe();

  /**
   * Starts to change a parameter.
   *
   * @param parameter a parameter that is trained
   * @return the rule at work on it, with averages of 0; nothing is changed yet
   * @throws IllegalArgumentException if it is no parameter for this rule
   */
  ParameterUpdate of(Parameter parameter);
}
