// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.torch;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Takes out of the names of tensors what wrappers of modules put in: {@code _orig_mod} of {@code
 * torch.compile}, {@code module} of parallel training and averages, and the like.
 *
 * <p>{@code module} may be somebody's own name for a part. A wrapper has one part only, so it is
 * taken out where every tensor below lies in it, and in front of a name, where averages have a
 * counter beside it.
 */
final class WrapperNames {

  private static final String ALWAYS =
      "(?<=^|\\.)(_orig_mod|_fsdp_wrapped_module|_checkpoint_wrapped_module)\\.";

  private static final String PARALLEL = "module.";

  /** Longer names are left alone: looking at each of their parts would take long. */
  private static final int LONGEST = 1_000;

  private WrapperNames() {}

  /**
   * The same values under the names that the network alone has.
   *
   * @throws IllegalArgumentException if two of them get the same name
   */
  static <V> Map<String, V> removedFrom(Map<String, V> values) {
    Map<String, V> inside = new LinkedHashMap<>();
    values.forEach(
        (name, value) -> put(inside, withoutLeading(name.replaceAll(ALWAYS, "")), value));
    Set<String> wrappers = wrappers(inside.keySet());
    Map<String, V> renamed = new LinkedHashMap<>();
    inside.forEach((name, value) -> put(renamed, without(wrappers, name), value));
    return renamed;
  }

  private static <V> void put(Map<String, V> renamed, String name, V value) {
    if (renamed.putIfAbsent(name, value) != null) {
      throw new IllegalArgumentException(
          "it has two tensors " + name + " if the names of wrappers are left out");
    }
  }

  private static String withoutLeading(String name) {
    int start = 0;
    while (name.startsWith(PARALLEL, start)) {
      start += PARALLEL.length();
    }
    return name.substring(start);
  }

  /** The places in front of a wrapper: all that lies there lies in {@code module}. */
  private static Set<String> wrappers(Set<String> names) {
    Set<String> places = new HashSet<>();
    for (String name : names) {
      for (int dot = nextDot(name, 0); dot >= 0; dot = nextDot(name, dot + 1)) {
        if (name.startsWith(PARALLEL, dot + 1)) {
          places.add(name.substring(0, dot + 1));
        }
      }
    }
    for (String name : names) {
      for (int dot = nextDot(name, 0);
          dot >= 0 && !places.isEmpty();
          dot = nextDot(name, dot + 1)) {
        if (!name.startsWith(PARALLEL, dot + 1)) {
          places.remove(name.substring(0, dot + 1));
        }
      }
    }
    return places;
  }

  private static int nextDot(String name, int from) {
    return name.length() > LONGEST ? -1 : name.indexOf('.', from);
  }

  private static String without(Set<String> wrappers, String name) {
    StringBuilder shorter = new StringBuilder();
    int begin = 0;
    for (int dot = nextDot(name, 0); dot >= 0; dot = nextDot(name, dot + 1)) {
      if (!name.startsWith(PARALLEL, begin) || !wrappers.contains(name.substring(0, begin))) {
        shorter.append(name, begin, dot + 1);
      }
      begin = dot + 1;
    }
    return shorter.append(name.substring(begin)).toString();
  }
}
