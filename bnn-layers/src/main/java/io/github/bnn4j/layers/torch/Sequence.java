// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.torch;

import java.util.ArrayList;
import java.util.List;

/**
 * A list, tuple or set of Python. Of a long one only what is no number is kept: a history of a
 * million losses is nothing that anybody wants from a checkpoint. Equal only to itself.
 */
final class Sequence {

  /** So many elements are kept whatever they are. */
  static final int ALWAYS_KEPT = 1_000;

  private final String kind;
  private final List<Object> kept;
  private long size;

  private Sequence(String kind, List<Object> kept, long size) {
    this.kind = kind;
    this.kept = kept;
    this.size = size;
  }

  /**
   * Makes one.
   *
   * @param kind what Python calls it, such as {@code tuple}
   */
  Sequence(String kind, List<?> values) {
    this(kind, new ArrayList<>(Math.min(values.size(), ALWAYS_KEPT)), 0);
    addAll(values);
  }

  /** The same elements as another kind. */
  Sequence as(String other) {
    return new Sequence(other, kept, size);
  }

  /**
   * Appends values.
   *
   * @return how many of them are not kept
   */
  int addAll(List<?> values) {
    int before = kept.size();
    for (Object value : values) {
      size++;
      if (size <= ALWAYS_KEPT || !(value instanceof Number || value instanceof Boolean)) {
        kept.add(value);
      }
    }
    return values.size() - (kept.size() - before);
  }

  /** Its elements, but for the numbers that were not kept. */
  List<Object> kept() {
    return kept;
  }

  @Override
  public String toString() {
    return kind + " of " + size;
  }
}
