// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.io;

import io.github.bnn4j.core.file.BnnFormatException;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The tensors of a file by name, in its order. A tensor is decoded each time it is asked for, and
 * only then: what cannot be read may lie beside the tensors that are wanted. Immutable and safe for
 * use by many threads.
 */
public final class StoredTensors extends AbstractMap<String, Tensor> {

  /** What batch normalisations of PyTorch count, and nothing needs. */
  private static final String COUNTER = "num_batches_tracked";

  private final String source;
  private final Map<String, StoredTensor> stored;

  /**
   * Copies the map.
   *
   * @param source what messages call the file
   * @param stored what it has, by name
   */
  public StoredTensors(String source, Map<String, ? extends StoredTensor> stored) {
    this.source = source;
    this.stored = Collections.unmodifiableMap(new LinkedHashMap<>(stored));
  }

  /**
   * Wraps tensors that were not read from a file.
   *
   * @param tensors the tensors by name
   * @return the same tensors; what is one of these already stays as it is
   */
  public static StoredTensors of(Map<String, Tensor> tensors) {
    if (tensors instanceof StoredTensors same) {
      return same;
    }
    Map<String, StoredTensor> stored = new LinkedHashMap<>();
    tensors.forEach((name, tensor) -> stored.put(name, new StoredTensor.Decoded(tensor)));
    return new StoredTensors("", stored);
  }

  /**
   * What the file has, without decoding it.
   *
   * @return all of it by name, unmodifiable
   */
  public Map<String, StoredTensor> stored() {
    return stored;
  }

  /**
   * The names of what a network can have parameters for: floating-point tensors, but for counters
   * of batches. Tensors of integers and what cannot be read lie beside them.
   *
   * @return names in order, unmodifiable
   */
  public Set<String> weights() {
    return withoutCounters().only(name -> stored.get(name).isWeight()).keySet();
  }

  /**
   * The same without the numbers of batches that PyTorch's normalisations count.
   *
   * @return all other tensors
   */
  public StoredTensors withoutCounters() {
    return only(name -> !name.endsWith(COUNTER));
  }

  private StoredTensors only(Predicate<String> wanted) {
    Map<String, StoredTensor> some = new LinkedHashMap<>(stored);
    some.keySet().removeIf(wanted.negate());
    return new StoredTensors(source, some);
  }

  /**
   * Decodes a tensor.
   *
   * @param name its name
   * @return the tensor, or {@code null} if there is none of that name
   * @throws BnnFormatException if it cannot be read, which names it and says why
   */
  @Override
  public Tensor get(Object name) {
    StoredTensor tensor = stored.get(name);
    if (tensor instanceof StoredTensor.Unreadable unreadable) {
      throw new BnnFormatException(source, 0, name + " " + unreadable.reason());
    }
    return tensor == null ? null : tensor.decode();
  }

  @Override
  public boolean containsKey(Object name) {
    return stored.containsKey(name);
  }

  @Override
  public Set<String> keySet() {
    return stored.keySet();
  }

  /** The names with their tensors, each decoded when its entry's value is asked for. */
  @Override
  public Set<Map.Entry<String, Tensor>> entrySet() {
    return new AbstractSet<>() {
      @Override
      public Iterator<Map.Entry<String, Tensor>> iterator() {
        return stored.keySet().stream()
            .<Map.Entry<String, Tensor>>map(name -> new Entry(StoredTensors.this, name))
            .iterator();
      }

      @Override
      public int size() {
        return stored.size();
      }
    };
  }

  private record Entry(StoredTensors all, String name) implements Map.Entry<String, Tensor> {

    @Override
    public String getKey() {
      return name;
    }

    @Override
    public Tensor getValue() {
      return all.get(name);
    }

    @Override
    public Tensor setValue(Tensor value) {
      throw new UnsupportedOperationException("The tensors of a file are not changed.");
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Map.Entry<?, ?> that
          && name.equals(that.getKey())
          && getValue().equals(that.getValue());
    }

    @Override
    public int hashCode() {
      return name.hashCode() ^ getValue().hashCode();
    }
  }
}
