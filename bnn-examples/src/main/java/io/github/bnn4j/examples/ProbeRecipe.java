// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples;

import io.github.bnn4j.examples.cifar10.Cifar10Cache;
import io.github.bnn4j.examples.cifar10.Cifar10Dataset;
import io.github.bnn4j.examples.probe.Choice;
import io.github.bnn4j.examples.probe.RecipeProbe;
import io.github.bnn4j.zoo.Recipe;
import java.nio.file.Path;

/**
 * Tries changes of a recipe in short trainings on CIFAR-10, each with the same seeds, and measures
 * them on held-out training images: what a longer training may be worth trying with, and how far
 * apart two seeds are.
 */
public final class ProbeRecipe {

  private ProbeRecipe() {}

  /**
   * Tries all changes of {@code nin-xnor} with the usual settings and prints them in Markdown.
   *
   * @param arguments the directory with the CIFAR-10 batches; without it they are downloaded
   */
  public static void main(String[] arguments) {
    Path data = Cifar10Cache.directoryOfMain(arguments);
    RecipeProbe probe =
        RecipeProbe.of(
            Recipe.NIN_XNOR,
            RecipeProbe.EPOCHS,
            RecipeProbe.SEEDS,
            Cifar10Dataset.train(data),
            RecipeProbe.IMAGES,
            RecipeProbe.VALIDATION,
            (choice, images) -> {});
    System.out.print(
        probe.run(Choice.of(Recipe.NIN_XNOR), Path.of("runs", "probe")).table().markdown());
  }
}
