// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.train.optimizer;

import io.github.bnn4j.layers.Parameter;

/**
 * One optimizer for binary weights and another for all other parameters.
 *
 * @param latent changes the latent weights behind binary ones
 * @param rest changes float weights, biases, normalisations and learned scales
 */
public record LatentAndRest(Optimizer latent, Optimizer rest) implements Optimizer {

  @Override
  public String describe() {
    return latent.describe() + " for binary weights and " + rest.describe() + " for the rest";
  }

  @Override
  public ParameterUpdate of(Parameter parameter) {
    return (parameter.role() == Parameter.Role.LATENT ? latent : rest).of(parameter);
  }
}
