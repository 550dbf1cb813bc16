// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples;

import io.github.bnn4j.zoo.Recipe;
import java.util.Optional;

/**
 * What decides about a training, apart from the images.
 *
 * @param recipe network and cycles
 * @param validation how many of the last training images are held out
 * @param start what the first cycle starts from, random weights if empty
 */
public record TrainingSettings(Recipe recipe, int validation, Optional<InitialWeights> start) {

  /** A recipe as it is: from random weights, on all training images. */
  public static TrainingSettings of(Recipe recipe) {
    return new TrainingSettings(recipe, 0, Optional.empty());
  }
}
