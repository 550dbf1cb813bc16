// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.spark;

import io.github.bnn4j.zoo.NinArchitecture;
import io.github.bnn4j.zoo.Recipe;
import java.util.Collections;
import java.util.function.Supplier;

/** The cycles of {@code nin-xnor} in batches of 8 for a network of 8 channels. */
public final class TinyRecipe implements Supplier<Recipe> {

  @Override
  public Recipe get() {
    NinArchitecture tiny =
        new NinArchitecture(
            "tiny", Collections.nCopies(8, 8), Collections.nCopies(9, 1), true, false);
    Recipe like = Recipe.NIN_XNOR.withClasses(10).map(cycle -> cycle.optBatch(8));
    return new Recipe("tiny", 1, tiny, like.cycles());
  }
}
