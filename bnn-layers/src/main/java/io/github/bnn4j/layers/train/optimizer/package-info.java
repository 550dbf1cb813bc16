// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0

/**
 * Rules that turn gradients into changes of the parameters.
 *
 * <p>An {@link io.github.bnn4j.layers.train.optimizer.Optimizer} is the rule with its numbers, a
 * value; a {@link io.github.bnn4j.layers.train.optimizer.ParameterUpdate} is that rule at work on
 * one parameter, with the running averages that a checkpoint stores, so that every optimizer can be
 * stopped and goes on exactly.
 */
package io.github.bnn4j.layers.train.optimizer;
