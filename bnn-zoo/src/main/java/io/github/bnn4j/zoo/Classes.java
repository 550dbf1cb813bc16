// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.zoo;

import java.util.List;
import java.util.stream.IntStream;

/** How many classes a network tells apart, and what they are called if they have no names. */
final class Classes {
  private Classes() {}

  /**
   * Refuses a single class, and none.
   *
   * @param name what the network is called
   * @throws IllegalArgumentException if there are fewer than two
   */
  static void check(String name, int classes) {
    if (classes < 2) {
      throw new IllegalArgumentException(
          "A network tells at least 2 classes apart, " + name + " has " + classes + ".");
    }
  }

  /** The numbers of the classes, the first 0. */
  static List<String> numbers(int classes) {
    return IntStream.range(0, classes).mapToObj(Integer::toString).toList();
  }
}
