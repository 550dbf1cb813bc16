// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.torch;

import io.github.bnn4j.core.check.Count;
import io.github.bnn4j.layers.io.NumberType;
import io.github.bnn4j.layers.io.StoredTensor;
import java.util.List;
import java.util.Optional;

/** The few things a checkpoint may call. They make values and do nothing else. */
enum TorchFunction {
  /** A dictionary: empty, of pairs, or of another dictionary. */
  DICTIONARY("collections.OrderedDict", "builtins.dict", "__builtin__.dict") {
    @Override
    Object call(List<?> arguments) {
      if (!arguments.isEmpty() && arguments.get(0) instanceof Dictionary same) {
        return same;
      }
      Dictionary dictionary = new Dictionary();
      if (!arguments.isEmpty()) {
        sequence(arguments, 0).kept().forEach(pair -> dictionary.putAll(pair(pair)));
      }
      return dictionary;
    }
  },
  /** A dictionary with a default, which nobody asks for here. */
  DEFAULT_DICTIONARY("collections.defaultdict") {
    @Override
    Object call(List<?> arguments) {
      return new Dictionary();
    }
  },
  /** A set, from nothing or from a list. */
  SET("builtins.set", "__builtin__.set", "builtins.frozenset", "__builtin__.frozenset") {
    @Override
    Object call(List<?> arguments) {
      return arguments.isEmpty()
          ? new Sequence("set", List.of())
          : sequence(arguments, 0).as("set");
    }
  },
  /** Bytes, in the ways that protocols before 3 have for them. */
  BYTES("_codecs.encode", "builtins.bytes", "__builtin__.bytes", "builtins.bytearray") {
    @Override
    Object call(List<?> arguments) {
      return new Inert("bytes");
    }
  },
  /** The sizes of a tensor: a tuple. */
  SIZE("torch.Size") {
    @Override
    Object call(List<?> arguments) {
      return sequence(arguments, 0);
    }
  },
  /** An object without anything in it, of the class that is the first argument. */
  OBJECT("copyreg._reconstructor", "copy_reg._reconstructor", "copyreg.__newobj__") {
    @Override
    Object call(List<?> arguments) {
      return new Inert(argument(arguments, 0) instanceof Inert known ? known.type() : "an object");
    }
  },
  /** A tensor; the second version adds whether it needs a gradient, and hooks. */
  TENSOR("torch._utils._rebuild_tensor", "torch._utils._rebuild_tensor_v2") {
    @Override
    Object call(List<?> arguments) {
      if (!(argument(arguments, 0) instanceof TorchStorage storage)) {
        throw new IllegalArgumentException(
            "has its numbers in " + Description.of(arguments.get(0)));
      }
      return tensor(storage.type().numbers(), storage, arguments, 6);
    }
  },
  /** A tensor of a type that has no class of storages, behind hooks. */
  TYPED_TENSOR("torch._utils._rebuild_tensor_v3") {
    @Override
    Object call(List<?> arguments) {
      if (!(argument(arguments, 0) instanceof TorchStorage storage)) {
        throw new IllegalArgumentException(
            "has its numbers in " + Description.of(arguments.get(0)));
      }
      String type = Description.of(argument(arguments, 6)).replace("torch.", "");
      return tensor(type, storage, arguments, 7);
    }
  },
  /** A tensor of integers that stand for others. */
  QUANTISED_TENSOR("torch._utils._rebuild_qtensor") {
    @Override
    Object call(List<?> arguments) {
      return new StoredTensor.Unreadable(
          "quantised",
          numbers(arguments, 2),
          "is quantised, which is not read; save it dequantised");
    }
  },
  /** A tensor of which only some elements are there; its sizes are the last of its data. */
  SPARSE_TENSOR("torch._utils._rebuild_sparse_tensor", "torch._utils._rebuild_sparse_csr_tensor") {
    @Override
    Object call(List<?> arguments) {
      List<long[]> sizes =
          sequence(arguments, 1).kept().stream()
              .filter(Sequence.class::isInstance)
              .map(size -> numbers(List.of(size), 0))
              .toList();
      return new StoredTensor.Unreadable(
          "sparse",
          sizes.isEmpty() ? new long[0] : sizes.get(0),
          "is sparse, which is not read; save it dense");
    }
  },
  /** A parameter: its tensor, then whether it needs a gradient, hooks, attributes. */
  PARAMETER("torch._utils._rebuild_parameter", "torch._utils._rebuild_parameter_with_state") {
    @Override
    Object call(List<?> arguments) {
      return argument(arguments, 0);
    }
  },
  /** A tensor of a class of its own, or with attributes: function, class, arguments, attributes. */
  SUBCLASS("torch._tensor._rebuild_from_type_v2", "torch._tensor._rebuild_from_type") {
    @Override
    Object call(List<?> arguments) {
      if (argument(arguments, 0) instanceof TorchFunction function && function != SUBCLASS) {
        return function.call(elements(argument(arguments, 2)));
      }
      throw new IllegalArgumentException("is made by " + Description.of(arguments.get(0)));
    }
  };

  private final List<String> names;

  TorchFunction(String... names) {
    this.names = List.of(names);
  }

  /** What the versions of Python and PyTorch call it, in full. */
  List<String> names() {
    return names;
  }

  /**
   * Calls it.
   *
   * @throws IllegalArgumentException if these are not its arguments; what is wrong goes on behind
   *     the name of the value
   */
  abstract Object call(List<?> arguments);

  final Object argument(List<?> arguments, int index) {
    if (index >= arguments.size()) {
      throw new IllegalArgumentException(
          "is made by " + this + " from " + Count.of(arguments.size(), "argument"));
    }
    return arguments.get(index);
  }

  final Sequence sequence(List<?> arguments, int index) {
    if (argument(arguments, index) instanceof Sequence sequence) {
      return sequence;
    }
    throw wrong(arguments.get(index));
  }

  final List<Object> elements(Object value) {
    return sequence(List.of(value), 0).kept();
  }

  final List<Object> pair(Object value) {
    List<Object> pair = elements(value);
    if (pair.size() != 2) {
      throw wrong(value);
    }
    return pair;
  }

  /** A tensor, given at which argument it is told whether its numbers count with other signs. */
  final Object tensor(String type, TorchStorage storage, List<?> arguments, int metadata) {
    long[] shape = numbers(arguments, 2);
    boolean negated =
        arguments.size() > metadata
            && arguments.get(metadata) instanceof Dictionary flags
            && Boolean.TRUE.equals(flags.entries().get("neg"));
    Optional<NumberType> known = NumberType.named(type);
    if (known.isEmpty() || negated) {
      return new StoredTensor.Unreadable(
          type,
          shape,
          negated
              ? "is a view with other signs, which is not read; save it after resolve_neg()"
              : "has numbers of the type "
                  + type
                  + ", which are not read; floats and integers are");
    }
    return new TorchTensor(
        known.get(), storage, number(argument(arguments, 1)), shape, numbers(arguments, 3));
  }

  final long[] numbers(List<?> arguments, int index) {
    return sequence(arguments, index).kept().stream().mapToLong(this::number).toArray();
  }

  private long number(Object value) {
    if (value instanceof Long number) {
      return number;
    }
    throw wrong(value);
  }

  private IllegalArgumentException wrong(Object argument) {
    return new IllegalArgumentException(
        "is made by " + this + " from " + Description.of(argument) + ", which it does not take");
  }

  @Override
  public String toString() {
    return names.get(0);
  }
}
