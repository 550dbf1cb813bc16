// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.torch;

import java.util.List;
import java.util.Map;

/**
 * What PyTorch keeps outside of a pickle: storages, named {@code ('storage', class, key, location,
 * size)}, before version 1.6 followed by the part of it that is meant; and then classes of modules,
 * {@code ('module', class, file, source)}.
 */
final class PersistentId {

  private static final int VIEW = 5;

  private PersistentId() {}

  /**
   * What an id stands for.
   *
   * @param storages receives the storage if it is one
   * @throws IllegalArgumentException if it contradicts what was said of a storage before
   */
  static Object value(Object id, Map<String, TorchStorage> storages) {
    List<Object> fields = id instanceof Sequence tuple ? tuple.kept() : List.of();
    if (fields.size() >= 2 && "module".equals(fields.get(0))) {
      return fields.get(1);
    }
    boolean storage =
        fields.size() >= VIEW
            && "storage".equals(fields.get(0))
            && fields.get(1) instanceof StorageType
            && fields.get(2) instanceof String
            && fields.get(4) instanceof Long;
    if (!storage) {
      return new Inert(
          fields.size() > 1 ? Description.of(fields.get(1)) : "something outside of the pickle");
    }
    TorchStorage named =
        new TorchStorage((StorageType) fields.get(1), (String) fields.get(2), (Long) fields.get(4));
    TorchStorage first = storages.putIfAbsent(named.key(), named);
    if (first != null && first.bytes() != named.bytes()) {
      throw new IllegalArgumentException("it describes storage " + named.key() + " in two ways");
    }
    return fields.size() > VIEW && fields.get(VIEW) != Pickle.NONE
        ? new Inert("a part of a storage")
        : named;
  }
}
