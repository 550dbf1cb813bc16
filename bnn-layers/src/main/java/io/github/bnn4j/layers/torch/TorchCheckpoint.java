// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.torch;

import io.github.bnn4j.core.file.BnnFormatException;
import io.github.bnn4j.layers.io.Tensor;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Reads the {@code state_dict} of a checkpoint that PyTorch's {@code torch.save} wrote, in the zip
 * layout of version 1.6 and later or in the older one of pickles.
 *
 * <p>A pickle is a program, and loading an untrusted one in Python runs it. Here nothing is run:
 * the reader knows the few instructions that make dictionaries, numbers and tensors, and refuses
 * everything else by its name. Thread-safe.
 */
public final class TorchCheckpoint {

  /** Where training scripts put the state_dict among epoch, accuracy and optimizer. */
  private static final List<String> WRAPPERS =
      List.of("state_dict", "model_state_dict", "model", "net");

  private static final String COUNTER = "num_batches_tracked";
  private static final String PARALLEL = "module.";

  private TorchCheckpoint() {}

  /**
   * Reads the tensors of a {@code state_dict}, which is what was saved, or lies within it under
   * {@code state_dict}, {@code model_state_dict}, {@code model} or {@code net}.
   *
   * @param file a checkpoint of less than 256 MiB
   * @return the tensors by name, in their order and with PyTorch's shapes; without the prefix
   *     {@code module.} of parallel training, and without counters of batches
   * @throws BnnFormatException if the file is broken, asks for anything but tensors, or has a
   *     tensor of other numbers than float32, float16 or bfloat16; says where and why
   */
  public static Map<String, Tensor> read(Path file) {
    TorchFile content = TorchFile.read(file);
    long left = content.numbers().values().stream().mapToLong(bytes -> bytes.capacity()).sum();
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (Map.Entry<?, ?> entry : stateDict(file, content.value()).entrySet()) {
      String name = String.valueOf(entry.getKey());
      if (!(entry.getValue() instanceof TorchTensor tensor)) {
        throw new BnnFormatException(
            file.toString(), 0, "the value of " + printable(name) + " in it is no tensor");
      }
      if (name.endsWith(COUNTER)) {
        continue;
      }
      if (!tensor.storage().type().isReal()) {
        throw new BnnFormatException(
            file.toString(),
            0,
            String.format(
                Locale.ROOT,
                "%s is a %s; floats of 32 or 16 bits are read",
                printable(name),
                tensor.storage().type()));
      }
      left -= tensor.size();
      if (left < 0) {
        throw new BnnFormatException(
            file.toString(), 0, "its tensors share so much that they are larger than the file");
      }
      tensors.put(
          name.startsWith(PARALLEL) ? name.substring(PARALLEL.length()) : name,
          tensor.decode(content.numbers(tensor.storage())));
    }
    return tensors;
  }

  private static Map<?, ?> stateDict(Path file, Object value) {
    if (value instanceof Map<?, ?> map) {
      if (map.values().stream().anyMatch(TorchTensor.class::isInstance) && !isWrapped(map)) {
        return map;
      }
      for (String wrapper : WRAPPERS) {
        if (map.get(wrapper) instanceof Map<?, ?> inner) {
          return inner;
        }
      }
    }
    throw new BnnFormatException(
        file.toString(),
        0,
        "it holds no state_dict, neither as a whole nor under " + String.join(", ", WRAPPERS));
  }

  /** An accuracy beside the state_dict may be a tensor as well. */
  private static boolean isWrapped(Map<?, ?> map) {
    return WRAPPERS.stream().anyMatch(wrapper -> map.get(wrapper) instanceof Map);
  }

  private static String printable(String name) {
    String start = name.length() > 100 ? name.substring(0, 100) : name;
    return start.replaceAll("[^ -~]", "?");
  }
}
