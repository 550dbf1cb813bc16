// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.packed.plan;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Some of the pieces of a step's work, one behind another.
 *
 * @param from the first
 * @param to behind the last
 */
record Share(int from, int to) {

  /** Returns all pieces. */
  static Share all(int pieces) {
    return new Share(0, pieces);
  }

  /** Cuts this to shares of about one size, and returns a step for each. */
  List<Step> cut(int most, Function<Share, Step> step) {
    int pieces = to - from;
    int count = Math.max(1, Math.min(most, pieces));
    return IntStream.range(0, count)
        .mapToObj(i -> new Share(from + pieces * i / count, from + pieces * (i + 1) / count))
        .map(step)
        .collect(Collectors.toUnmodifiableList());
  }
}
