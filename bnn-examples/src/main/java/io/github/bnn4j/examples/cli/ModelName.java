// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.cli;

import io.github.bnn4j.zoo.Architecture;
import io.github.bnn4j.zoo.Zoo;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Finds a network of the zoo by its name. */
public final class ModelName implements ITypeConverter<Architecture> {

  @Override
  public Architecture convert(String name) {
    return Zoo.named(name)
        .orElseThrow(() -> new TypeConversionException(unknown("model", name, known())));
  }

  private static List<String> known() {
    return Zoo.all().stream().map(Architecture::name).toList();
  }

  /** The names of all networks, for help texts. */
  static final class Known implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return known().iterator();
    }
  }

  /** Says that there is no such name, and which there are. */
  static String unknown(String kind, String name, List<String> names) {
    String nearest =
        names.stream().min(Comparator.comparingInt(known -> edits(name, known))).orElseThrow();
    String known = "the " + kind + "s are " + String.join(", ", names);
    return edits(name, nearest) <= nearest.length() / 2
        ? "there is no " + kind + " " + name + ", did you mean " + nearest + "? " + known
        : "there is no " + kind + " " + name + "; " + known;
  }

  /** How many characters to insert, delete or change to get from one to the other (Levenshtein). */
  private static int edits(String from, String to) {
    int[] row = new int[to.length() + 1];
    for (int j = 0; j <= to.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int change = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(change, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[to.length()];
  }
}
