// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.torch;

import io.github.bnn4j.layers.io.NumberType;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The names of Python that a pickle may refer to: storages, types of numbers and the few functions
 * that make tensors. All others stand for themselves and do nothing.
 */
final class TorchGlobals {

  private static final int LONGEST_NAME = 200;
  private static final int MOST_NAMES = 1_000;
  private static final Map<String, Object> KNOWN = new HashMap<>();

  static {
    for (NumberType type : NumberType.values()) {
      KNOWN.put("torch." + type, type);
    }
    for (StorageType type : StorageType.values()) {
      type.names().forEach(name -> KNOWN.put(name, type));
    }
    for (TorchFunction function : TorchFunction.values()) {
      function.names().forEach(name -> KNOWN.put(name, function));
    }
  }

  private final Set<String> unknown = new TreeSet<>();

  /** What a name stands for: a StorageType, a NumberType, a TorchFunction, else an Inert. */
  Object of(String module, String name) {
    String fullName = cut(module) + "." + cut(name);
    Object known = KNOWN.get(fullName);
    if (known != null) {
      return known;
    }
    if (unknown.size() < MOST_NAMES) {
      unknown.add(fullName);
    }
    return new Inert(fullName);
  }

  private static String cut(String name) {
    return name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) : name;
  }

  /** The names that stand for nothing that is known, in the order of the alphabet. */
  Set<String> unknown() {
    return Collections.unmodifiableSet(unknown);
  }
}
