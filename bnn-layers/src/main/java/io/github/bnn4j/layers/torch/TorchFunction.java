// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.torch;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The few things a checkpoint may call. They make values and do nothing else. */
enum TorchFunction {
  /** A dictionary, from nothing or from a list of pairs. */
  ORDERED_DICT("collections.OrderedDict") {
    @Override
    Object call(List<?> arguments) {
      Map<Object, Object> dictionary = new LinkedHashMap<>();
      for (Object pair : arguments.isEmpty() ? List.of() : list(arguments, 0)) {
        List<?> entry = pair instanceof List<?> two && two.size() == 2 ? two : list(arguments, -1);
        dictionary.put(Pickle.key(entry.get(0)), entry.get(1));
      }
      return dictionary;
    }
  },
  /** A tensor. */
  REBUILD_TENSOR("torch._utils._rebuild_tensor") {
    @Override
    Object call(List<?> arguments) {
      if (!(argument(arguments, 0) instanceof TorchStorage storage)) {
        throw wrong();
      }
      return new TorchTensor(
          storage, number(arguments, 1), numbers(arguments, 2), numbers(arguments, 3));
    }
  },
  /** The same, followed by whether it needs a gradient and by hooks. */
  REBUILD_TENSOR_V2("torch._utils._rebuild_tensor_v2") {
    @Override
    Object call(List<?> arguments) {
      return REBUILD_TENSOR.call(arguments);
    }
  },
  /** A parameter: its tensor, followed by whether it needs a gradient and by hooks. */
  REBUILD_PARAMETER("torch._utils._rebuild_parameter") {
    @Override
    Object call(List<?> arguments) {
      if (argument(arguments, 0) instanceof TorchTensor tensor) {
        return tensor;
      }
      throw wrong();
    }
  };

  private final String fullName;

  TorchFunction(String fullName) {
    this.fullName = fullName;
  }

  static Optional<TorchFunction> named(String fullName) {
    return Arrays.stream(values()).filter(f -> f.fullName.equals(fullName)).findFirst();
  }

  /**
   * Calls it.
   *
   * @throws IllegalArgumentException if these are not its arguments
   */
  abstract Object call(List<?> arguments);

  final Object argument(List<?> arguments, int index) {
    if (index < 0 || index >= arguments.size()) {
      throw wrong();
    }
    return arguments.get(index);
  }

  final List<?> list(List<?> arguments, int index) {
    if (argument(arguments, index) instanceof List<?> list) {
      return list;
    }
    throw wrong();
  }

  final long number(List<?> arguments, int index) {
    if (argument(arguments, index) instanceof Long number) {
      return number;
    }
    throw wrong();
  }

  final long[] numbers(List<?> arguments, int index) {
    List<?> list = list(arguments, index);
    long[] numbers = new long[list.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = number(list, i);
    }
    return numbers;
  }

  final IllegalArgumentException wrong() {
    return new IllegalArgumentException(fullName + " is called with other arguments than it takes");
  }

  @Override
  public String toString() {
    return fullName;
  }
}
