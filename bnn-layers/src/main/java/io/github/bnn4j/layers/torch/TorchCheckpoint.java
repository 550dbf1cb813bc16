// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.torch;

import io.github.bnn4j.core.file.BnnFormatException;
import io.github.bnn4j.layers.io.SafeTensors;
import io.github.bnn4j.layers.io.StoredTensor;
import io.github.bnn4j.layers.io.StoredTensors;
import java.nio.file.Path;
import java.util.Map;

/**
 * Reads the {@code state_dict} of a checkpoint of PyTorch: what {@code torch.save} wrote, in the
 * zip layout of version 1.6 and later or in the older one of pickles, or a safetensors file.
 *
 * <p>A pickle is a program, and loading an untrusted one in Python runs it. Here nothing is run:
 * the reader knows the few functions that make dictionaries and tensors. What else a file asks for,
 * such as the options of a training script, stands for itself and does nothing; a tensor that
 * depends on it is refused when it is asked for. Thread-safe.
 */
public final class TorchCheckpoint {

  private TorchCheckpoint() {}

  /**
   * Reads the tensors of a {@code state_dict}. It may be what was saved, or lie in it under a key
   * such as {@code state_dict}, {@code model} or {@code net}, or under the only key with tensors.
   * It may be a list of tensors, named 0, 1 and so on, or a whole module.
   *
   * @param file a checkpoint: a safetensors file, or what {@code torch.save} wrote, of less than
   *     256 MiB
   * @return the tensors by name, in their order and with PyTorch's shapes; without what wrappers
   *     put into the names, such as {@code module} and {@code _orig_mod}, and without counters of
   *     batches. Floats, integers and truth values become float32; what else is there, such as
   *     quantised numbers, is refused when it is asked for
   * @throws BnnFormatException if the file is broken or holds no tensors; says where and why
   */
  public static StoredTensors read(Path file) {
    String name = file.toString();
    return SafeTensors.isOne(file)
        ? renamed(name, SafeTensors.read(file).tensors())
        : fromTorch(name, TorchContents.read(file));
  }

  private static StoredTensors fromTorch(String file, TorchContents contents) {
    contents
        .fault()
        .ifPresent(
            fault -> {
              throw new BnnFormatException(file, 0, fault);
            });
    return renamed(file, contents.tensors());
  }

  private static StoredTensors renamed(String file, StoredTensors tensors) {
    try {
      Map<String, StoredTensor> names =
          WrapperNames.removedFrom(tensors.withoutCounters().stored());
      return new StoredTensors(file, names);
    } catch (IllegalArgumentException e) {
      throw new BnnFormatException(file, 0, e.getMessage());
    }
  }
}
