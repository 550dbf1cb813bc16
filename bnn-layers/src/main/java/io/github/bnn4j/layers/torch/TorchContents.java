// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.torch;

import io.github.bnn4j.core.file.BnnFormatException;
import io.github.bnn4j.core.file.IoProblem;
import io.github.bnn4j.layers.io.StoredTensor;
import io.github.bnn4j.layers.io.StoredTensors;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * All that a file of {@code torch.save} holds: the tensors of a network, in words what lies beside
 * them, and what was asked for and not run. Immutable.
 *
 * @param layout which of the two layouts the file has
 * @param keys the keys under which the network's tensors lie, none if they are all that was saved
 * @param tensors the network's tensors under the names they were saved with; none without a network
 * @param others a description of each value beside them, by its key
 * @param unknown the names of Python that the file asks for and that nothing here knows
 * @param fault why no network was found in it, if none was
 */
public record TorchContents(
    String layout,
    List<String> keys,
    StoredTensors tensors,
    Map<String, String> others,
    Set<String> unknown,
    Optional<String> fault) {

  private static final int MOST_OTHERS = 100;

  /**
   * Reads a file.
   *
   * @param file what {@code torch.save} wrote, of less than 256 MiB
   * @return what is in it
   * @throws BnnFormatException if the file is broken or no such file; says where and why
   */
  public static TorchContents read(Path file) {
    try (TorchFile content = TorchFile.open(file)) {
      Optional<StateDict> state = Optional.empty();
      Optional<String> fault = Optional.empty();
      try {
        state = Optional.of(StateDict.in(content.value()));
      } catch (IllegalArgumentException e) {
        fault = Optional.of(e.getMessage());
      }
      Map<String, Object> values = state.map(StateDict::values).orElse(Map.of());
      List<String> keys = state.map(StateDict::keys).orElse(List.of());
      return new TorchContents(
          content.layout(),
          keys,
          new StoredTensors(file.toString(), stored(content, values, Files.size(file))),
          state.isPresent() && keys.isEmpty() ? Map.of() : others(content.value(), keys),
          content.unknown(),
          fault);
    } catch (IOException e) {
      throw new BnnFormatException(
          file.toString(), 0, "it cannot be read: " + IoProblem.describe(e));
    }
  }

  /** Views may repeat numbers, but not make gigabytes of a small file. */
  private static Map<String, StoredTensor> stored(
      TorchFile file, Map<String, Object> values, long bytes) {
    Map<String, StoredTensor> stored = new LinkedHashMap<>();
    long left = bytes + TorchTensor.MAX_EXPANDED;
    for (Map.Entry<String, Object> entry : values.entrySet()) {
      StoredTensor tensor = stored(file, entry.getValue(), left);
      if (tensor instanceof StoredTensor.View && entry.getValue() instanceof TorchTensor view) {
        left -= view.size();
      }
      stored.put(entry.getKey(), tensor);
    }
    return stored;
  }

  private static StoredTensor stored(TorchFile file, Object value, long left) {
    if (value instanceof TorchTensor tensor) {
      ByteBuffer numbers = file.numbers(tensor.storage());
      return tensor.size() > left
          ? new StoredTensor.Unreadable(
              tensor.type().toString(), tensor.shape(), "repeats its numbers too often to be read")
          : tensor.in(numbers);
    }
    if (value instanceof StoredTensor tensor) {
      return tensor;
    }
    String what = Description.of(value);
    String reason = value instanceof Inert inert ? inert.reason() : "is no tensor but " + what;
    return new StoredTensor.Unreadable(what, new long[0], reason);
  }

  /** What lies beside the way to the network. */
  private static Map<String, String> others(Object value, List<String> keys) {
    Map<String, String> others = new LinkedHashMap<>();
    StateDict.entries(value)
        .forEach(
            (key, each) -> {
              String name = StateDict.nameOf(key);
              if (others.size() < MOST_OTHERS && !(keys.size() == 1 && name.equals(keys.get(0)))) {
                others.put(name, Description.of(each));
              }
            });
    if (others.isEmpty() && keys.isEmpty()) {
      others.put("", Description.of(value));
    }
    return Collections.unmodifiableMap(others);
  }
}
