// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.cli;

import io.github.bnn4j.zoo.Recipe;
import java.util.Iterator;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Finds a recipe of the zoo by its name. */
final class RecipeName implements ITypeConverter<Recipe> {

  @Override
  public Recipe convert(String name) {
    List<String> names = names();
    return Recipe.named(name)
        .orElseThrow(() -> new TypeConversionException(ModelName.unknown("recipe", name, names)));
  }

  private static List<String> names() {
    return Recipe.all().stream().map(Recipe::name).toList();
  }

  /** The names of all recipes, for help texts. */
  static final class Known implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return names().iterator();
    }
  }
}
