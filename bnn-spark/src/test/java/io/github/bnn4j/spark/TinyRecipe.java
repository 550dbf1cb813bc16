// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.spark;

import io.github.bnn4j.layers.train.Schedule;
import io.github.bnn4j.layers.train.TrainingConfig;
import io.github.bnn4j.layers.train.augment.Augmentation;
import io.github.bnn4j.layers.train.optimizer.Optimizer;
import io.github.bnn4j.zoo.Cifar10;
import io.github.bnn4j.zoo.NinArchitecture;
import io.github.bnn4j.zoo.Recipe;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;

/** Two short cycles of a network of few channels. */
public final class TinyRecipe implements Supplier<Recipe> {

  @Override
  public Recipe get() {
    return new Recipe(
        "tiny",
        1,
        new NinArchitecture(
            "tiny", Collections.nCopies(8, 8), Collections.nCopies(9, 1), true, false),
        List.of(cycle(2, 1), cycle(1, 2)));
  }

  private static TrainingConfig cycle(int epochs, long seed) {
    return TrainingConfig.builder()
        .setInput(Cifar10.INPUT)
        .setEpochs(epochs)
        .setOptimizer(Optimizer.ADAM)
        .setSchedule(Schedule.cosine(0.01, 0).withWarmUp(0.02))
        .optBatch(8)
        .optAugmentation(Augmentation.FLIP)
        .optSeed(seed)
        .build();
  }
}
