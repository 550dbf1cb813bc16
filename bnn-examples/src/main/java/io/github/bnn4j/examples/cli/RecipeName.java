// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.cli;

import io.github.bnn4j.zoo.Recipe;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Finds a recipe of the zoo by its name. */
final class RecipeName implements ITypeConverter<Recipe> {

  @Override
  public Recipe convert(String name) {
    List<String> names = Recipe.all().stream().map(Recipe::name).toList();
    return Recipe.named(name)
        .orElseThrow(() -> new TypeConversionException(ModelName.unknown("recipe", name, names)));
  }
}
