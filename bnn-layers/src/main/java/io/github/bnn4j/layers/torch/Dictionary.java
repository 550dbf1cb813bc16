// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.torch;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A dictionary of Python, in its order. Texts and numbers are the same key if they are equal; any
 * other value is a key of its own. Equal only to itself.
 */
final class Dictionary {

  /** Most are empty: those of the hooks of modules, of the attributes of what is not known. */
  private Map<Object, Object> entries = Map.of();

  void put(Object key, Object value) {
    if (entries.isEmpty()) {
      entries = new LinkedHashMap<>();
    }
    entries.put(key, value);
  }

  /** Puts keys and values in turn. */
  void putAll(List<?> keysAndValues) {
    if (keysAndValues.size() % 2 != 0) {
      throw new IllegalArgumentException("it puts a key without a value into a dictionary");
    }
    for (int i = 0; i < keysAndValues.size(); i += 2) {
      put(keysAndValues.get(i), keysAndValues.get(i + 1));
    }
  }

  void putAll(Dictionary others) {
    others.entries.forEach(this::put);
  }

  Map<Object, Object> entries() {
    return entries;
  }

  /** The dictionary under a key, an empty one if there is none. */
  Dictionary at(String key) {
    return entries.get(key) instanceof Dictionary inner ? inner : new Dictionary();
  }

  @Override
  public String toString() {
    return "dict of " + entries.size();
  }
}
