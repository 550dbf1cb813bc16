// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.torch;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The {@code state_dict} of a module that was saved as a whole: its parameters and buffers and
 * those of its modules, named by the path to them. What class a module is of need not be known.
 */
final class ModuleTree {

  private static final String PARAMETERS = "_parameters";
  private static final String BUFFERS = "_buffers";
  private static final String MODULES = "_modules";
  private static final String NOT_SAVED = "_non_persistent_buffers_set";

  /** Classes that {@code torch.jit.save} writes: their attributes are parameters and modules. */
  private static final String SCRIPT = "__torch__.";

  private static final int DEEPEST = 100;
  private static final int MOST = 1 << 16;

  private final Map<String, Object> tensors = new LinkedHashMap<>();
  private int modules;

  private ModuleTree() {}

  /** Whether an object has what modules have. */
  static boolean isModule(Inert inert) {
    Map<Object, Object> attributes = inert.attributes().entries();
    return attributes.containsKey(MODULES) && attributes.containsKey(PARAMETERS)
        || inert.type().startsWith(SCRIPT);
  }

  /**
   * What the module's {@code state_dict()} would give.
   *
   * @throws IllegalArgumentException if there is no end to its modules
   */
  static Map<String, Object> tensors(Inert module) {
    ModuleTree tree = new ModuleTree();
    tree.add("", module, 0);
    return tree.tensors;
  }

  private void add(String prefix, Inert module, int depth) {
    if (depth > DEEPEST || ++modules > MOST || tensors.size() > MOST) {
      throw new IllegalArgumentException(
          "it holds a module of more than " + MOST + " modules, or one that holds itself");
    }
    Dictionary attributes = module.attributes();
    boolean script = module.type().startsWith(SCRIPT);
    addTensors(prefix, script ? attributes.entries() : attributes.at(PARAMETERS).entries());
    addTensors(prefix, savedBuffers(attributes));
    Map<Object, Object> parts = script ? attributes.entries() : attributes.at(MODULES).entries();
    parts.forEach(
        (name, part) -> {
          if (part instanceof Inert inner && isModule(inner)) {
            add(prefix + name + ".", inner, depth + 1);
          }
        });
  }

  private static Map<Object, Object> savedBuffers(Dictionary attributes) {
    Map<Object, Object> buffers = new LinkedHashMap<>(attributes.at(BUFFERS).entries());
    if (attributes.entries().get(NOT_SAVED) instanceof Sequence names) {
      names.kept().forEach(buffers::remove);
    }
    return buffers;
  }

  private void addTensors(String prefix, Map<Object, Object> values) {
    values.forEach(
        (name, value) -> {
          if (StateDict.isTensor(value)) {
            tensors.put(prefix + name, value);
          }
        });
  }
}
