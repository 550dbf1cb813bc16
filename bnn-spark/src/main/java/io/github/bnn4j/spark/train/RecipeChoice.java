// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.spark.train;

import io.github.bnn4j.core.packed.layer.ImageSpec;
import io.github.bnn4j.layers.train.Schedule;
import io.github.bnn4j.zoo.Recipe;
import java.io.Serializable;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Which recipe is trained, in a form that travels.
 *
 * @param name the name of a recipe of the zoo, or of a class on the executors' class path that
 *     implements {@code Supplier<Recipe>} and has a public constructor without arguments
 * @param labels the names of the classes the network tells apart; a recipe's teacher teaches those
 *     of its own network alone
 * @param epochs length of the one cycle that is trained, or 0 for the recipe's own cycles
 * @param batch images of a worker's step, or 0 for the recipe's own
 * @param learningRate highest learning rate, or 0 for the recipe's own
 * @param seed seed of the first cycle
 */
public record RecipeChoice(
    String name, List<String> labels, int epochs, int batch, double learningRate, long seed)
    implements Serializable {

  /**
   * Looks the recipe up.
   *
   * @return the recipe as it is trained
   * @throws IllegalArgumentException if there is no such recipe
   */
  public Recipe recipe() {
    Recipe named = Recipe.named(name).orElseGet(this::ofClass);
    Recipe own =
        labels.equals(named.architecture().labels()) ? named : named.withClasses(labels.size());
    Recipe length = epochs > 0 ? own.once(epochs) : own;
    return length
        .map(
            config -> {
              if (batch > 0) {
                config.optBatch(batch);
              }
              if (learningRate > 0) {
                config.setSchedule(Schedule.cosine(learningRate, 0));
              }
              return config;
            })
        .seeded(seed);
  }

  /** {@return what images the network takes} */
  public ImageSpec input() {
    return recipe().cycles().get(0).input();
  }

  private Recipe ofClass() {
    try {
      Class<?> type = Class.forName(name, true, Thread.currentThread().getContextClassLoader());
      return (Recipe) type.asSubclass(Supplier.class).getConstructor().newInstance().get();
    } catch (ReflectiveOperationException | ClassCastException e) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "There is no recipe %s: it is neither one of %s nor a class that supplies one.",
              name,
              Recipe.all().stream().map(Recipe::name).collect(Collectors.joining(", "))),
          e);
    }
  }
}
