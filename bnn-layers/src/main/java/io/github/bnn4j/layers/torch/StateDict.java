// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.torch;

import io.github.bnn4j.layers.io.StoredTensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The tensors of a network among all that was saved: the value as a whole, what lies under one of
 * the keys that training scripts use, or else under the only key with tensors.
 *
 * @param keys the keys that lead there, none if it is the value as a whole
 * @param values what is there by name; not all of it need be tensors
 */
record StateDict(List<String> keys, Map<String, Object> values) {

  /** Where training scripts put it among epoch, accuracy and optimizer; the first one counts. */
  private static final List<String> KEYS =
      List.of(
          "state_dict",
          "model_state_dict",
          "model_state",
          "model",
          "network",
          "net",
          "net_state_dict",
          "network_state_dict",
          "module",
          "weights",
          "params",
          "state_dict_ema",
          "model_ema",
          "ema");

  /** How many keys may lead there. */
  private static final int DEEPEST = 4;

  /** No network has more tensors. */
  private static final int MOST = 1 << 16;

  /**
   * Finds it.
   *
   * @throws IllegalArgumentException if there is none, or more than one might be meant
   */
  static StateDict in(Object value) {
    return find(value, DEEPEST)
        .or(() -> onlyOne(entries(value)))
        .or(() -> whole(value, StateDict::isTensor))
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "it holds no state_dict, neither as a whole nor under one of its keys"));
  }

  private static Optional<StateDict> find(Object value, int depth) {
    if (isTensor(value)) {
      return Optional.of(new StateDict(List.of(), Map.of("", value)));
    }
    if (value instanceof Inert inert && ModuleTree.isModule(inert)) {
      return Optional.of(new StateDict(List.of(), ModuleTree.tensors(inert)));
    }
    Map<?, ?> entries = entries(value);
    for (String key : depth > 0 ? KEYS : List.<String>of()) {
      Object inner = entries.get(key);
      if (inner != null && !isTensor(inner)) {
        Optional<StateDict> found = find(inner, depth - 1);
        if (found.isPresent()) {
          return found.map(below -> below.under(key));
        }
      }
    }
    return whole(value, StateDict::isMoreThanOneNumber);
  }

  private static Optional<StateDict> whole(Object value, Predicate<Object> telling) {
    Map<?, ?> entries = entries(value);
    return entries.values().stream().anyMatch(telling)
        ? Optional.of(new StateDict(List.of(), named(entries)))
        : Optional.empty();
  }

  /** Of a saved list or a dictionary with keys of its own, the one entry that holds tensors. */
  private static Optional<StateDict> onlyOne(Map<?, ?> entries) {
    List<StateDict> found = new ArrayList<>();
    entries.forEach(
        (key, value) -> {
          String name = nameOf(key);
          if (!name.startsWith("optim") && !isTensor(value)) {
            find(value, 0).map(below -> below.under(name)).ifPresent(found::add);
          }
        });
    if (found.size() > 1) {
      throw new IllegalArgumentException(
          "it holds several state_dicts, under "
              + String.join(", ", found.stream().limit(10).map(each -> each.keys.get(0)).toList())
              + "; one of them alone can be read");
    }
    return found.stream().findAny();
  }

  /** Whether a value is a tensor, be it one that cannot be read. */
  static boolean isTensor(Object value) {
    return value instanceof TorchTensor
        || value instanceof StoredTensor
        || value instanceof Inert inert && inert.type().startsWith("torch._");
  }

  /** A single number beside a state_dict is an accuracy or the like. */
  private static boolean isMoreThanOneNumber(Object value) {
    return isTensor(value) && !(value instanceof TorchTensor tensor && tensor.shape().length == 0);
  }

  private StateDict under(String key) {
    List<String> all = new ArrayList<>(List.of(key));
    all.addAll(keys);
    return new StateDict(List.copyOf(all), values);
  }

  /** The entries of what is like a dictionary or a list. */
  static Map<?, ?> entries(Object value) {
    if (value instanceof Dictionary dictionary) {
      return dictionary.entries();
    }
    if (value instanceof Inert inert) {
      Map<?, ?> items = inert.items().entries();
      return items.isEmpty() ? inert.attributes().entries() : items;
    }
    Map<Object, Object> elements = new LinkedHashMap<>();
    if (value instanceof Sequence sequence && sequence.kept().size() <= MOST) {
      sequence.kept().forEach(each -> elements.put((long) elements.size(), each));
    }
    return elements;
  }

  private static Map<String, Object> named(Map<?, ?> entries) {
    if (entries.size() > MOST) {
      throw new IllegalArgumentException(
          "it holds a state_dict of " + entries.size() + " entries; at most " + MOST + " are read");
    }
    Map<String, Object> named = new LinkedHashMap<>();
    entries.forEach((key, value) -> named.put(nameOf(key), value));
    return named;
  }

  static String nameOf(Object key) {
    return key instanceof String text ? text : key.toString();
  }
}
