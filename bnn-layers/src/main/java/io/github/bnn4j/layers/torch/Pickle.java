// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.torch;

import io.github.bnn4j.core.file.BnnFormatException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;

/**
 * Reads values in Python's pickle format, all of its instructions from protocol 0 to 5, and runs
 * nothing: it knows {@link StorageType}s and {@link TorchFunction}s, and what else a pickle asks
 * for becomes {@link Inert}.
 *
 * <p>Values are {@code Long}, {@code BigInteger}, {@code Double}, {@code Boolean}, {@code String},
 * {@link Sequence}, {@link Dictionary}, {@link TorchStorage}, {@link TorchTensor}, a tensor that is
 * {@link io.github.bnn4j.layers.io.StoredTensor.Unreadable}, {@link Inert} and {@link #NONE}.
 * Nothing is nested by recursion. Time and memory are bounded by the bytes read, and memory by
 * {@link PickleStack} as well.
 */
final class Pickle {

  /** Python's {@code None}. */
  static final Object NONE =
      new Object() {
        @Override
        public String toString() {
          return "None";
        }
      };

  private static final int NEWEST_PROTOCOL = 5;

  /** What an instruction counts that makes a text about what is wrong. */
  private static final int COST_OF_TEXT = 16;

  private final PickleInput in;
  private final TorchGlobals globals;
  private final Map<String, TorchStorage> storages;
  private final PickleStack stack = new PickleStack();

  private Pickle(PickleInput in, TorchGlobals globals, Map<String, TorchStorage> storages) {
    this.in = in;
    this.globals = globals;
    this.storages = storages;
  }

  /**
   * Reads a value and leaves the position behind it.
   *
   * @param file what messages call the file
   * @param in the bytes, from the current position on; the byte order becomes little-endian
   * @param globals says what names stand for
   * @param storages receives the storages it refers to, by key
   * @throws BnnFormatException if it is no pickle
   */
  static Object read(
      String file, ByteBuffer in, TorchGlobals globals, Map<String, TorchStorage> storages) {
    return new Pickle(new PickleInput(file, in), globals, storages).read();
  }

  private Object read() {
    try {
      for (int opcode = in.opcode(); opcode != '.'; opcode = in.opcode()) {
        perform(opcode);
      }
      return stack.pop();
    } catch (BufferUnderflowException e) {
      throw in.endsTooEarly();
    } catch (IllegalArgumentException e) {
      throw in.refuse(e.getMessage());
    }
  }

  private void perform(int opcode) {
    switch (opcode) {
      case 0x80 -> protocol(in.u8());
      case 0x95 -> in.i64(); // the length of a frame, which tells nothing new
      case '(' -> stack.mark();
      case '0' -> stack.pop();
      case '1' -> stack.popMarked();
      case '2' -> stack.push(stack.top());
      case 'N' -> stack.push(NONE);
      case 0x88 -> stack.push(true);
      case 0x89 -> stack.push(false);
      case 'K' -> stack.push((long) in.u8());
      case 'M' -> stack.push((long) in.u16());
      case 'J' -> stack.push((long) in.i32());
      case 0x8a -> stack.push(in.integer(in.u8()));
      case 0x8b -> stack.push(in.integer(in.u32()));
      case 'I', 'L' -> stack.push(in.integerLine());
      case 'G' -> stack.push(in.f64());
      case 'F' -> stack.push(in.floatLine());
      case 'U', 0x8c -> stack.push(in.text(in.u8()));
      case 'T', 'X' -> stack.push(in.text(in.u32()));
      case 0x8d -> stack.push(in.text(in.i64()));
      case 'S', 'V' -> stack.push(in.line());
      case 'C' -> bytes(in.u8());
      case 'B' -> bytes(in.u32());
      case 0x8e, 0x96 -> bytes(in.i64());
      case 0x97 -> stack.push(new Inert("a buffer outside of the file"));
      case 0x98 -> stack.top(); // the same buffer, but nobody may write to it
      default -> performOnValues(opcode);
    }
  }

  private void performOnValues(int opcode) {
    switch (opcode) {
      case ')' -> stack.push(new Sequence("tuple", List.of()));
      case ']' -> stack.push(new Sequence("list", List.of()));
      case 0x8f -> stack.push(new Sequence("set", List.of()));
      case 't' -> sequence("tuple", stack.popMarked());
      case 'l' -> sequence("list", stack.popMarked());
      case 0x91 -> sequence("set", stack.popMarked());
      case 0x85, 0x86, 0x87 -> sequence("tuple", stack.popLast(opcode - 0x84));
      case 'a' -> addAll(stack.popLast(1));
      case 'e', 0x90 -> addAll(stack.popMarked());
      case '}' -> stack.push(new Dictionary());
      case 'd' -> dictionary(stack.popMarked());
      case 's' -> putAll(stack.popLast(2));
      case 'u' -> putAll(stack.popMarked());
      case 'p' -> stack.remember(number(in.integerLine()));
      case 'q' -> stack.remember(in.u8());
      case 'r' -> stack.remember(in.u32());
      case 0x94 -> stack.memoize();
      case 'g' -> stack.push(stack.remembered(number(in.integerLine())));
      case 'h' -> stack.push(stack.remembered(in.u8()));
      case 'j' -> stack.push(stack.remembered(in.u32()));
      case 'c' -> stack.push(globals.of(in.line(), in.line()));
      case 0x93 -> stackGlobal(stack.popLast(2));
      case 0x82 -> stack.push(new Inert("extension " + in.u8()));
      case 0x83 -> stack.push(new Inert("extension " + in.u16()));
      case 0x84 -> stack.push(new Inert("extension " + in.i32()));
      case 'R', 0x81 -> call(stack.popLast(2));
      case 0x92 -> callWithNames(stack.popLast(3));
      case 'o' -> callFirst(stack.popMarked());
      case 'i' -> call(List.of(globals.of(in.line(), in.line()), tuple(stack.popMarked())));
      case 'b' -> build(stack.pop());
      case 'P' -> persistent(in.line());
      case 'Q' -> persistent(stack.pop());
      default -> throw in.refuse("there is no pickle opcode 0x" + Integer.toHexString(opcode));
    }
  }

  private void protocol(int version) {
    if (version > NEWEST_PROTOCOL) {
      throw in.refuse(
          "pickles of the protocols 0 to " + NEWEST_PROTOCOL + " are read, not " + version);
    }
  }

  private long number(Object value) {
    if (value instanceof Long number) {
      return number;
    }
    throw in.refuse("it remembers a value under " + Description.of(value));
  }

  private void bytes(long length) {
    in.skip(length);
    stack.push(new Inert("bytes"));
  }

  private void sequence(String kind, List<Object> values) {
    Sequence sequence = new Sequence(kind, List.of());
    stack.forget(sequence.addAll(values));
    stack.push(sequence);
  }

  private static Sequence tuple(List<Object> values) {
    return new Sequence("tuple", values);
  }

  private void dictionary(List<Object> keysAndValues) {
    Dictionary dictionary = new Dictionary();
    dictionary.putAll(keysAndValues);
    stack.push(dictionary);
  }

  private void addAll(List<Object> values) {
    if (stack.top() instanceof Sequence sequence) {
      stack.forget(sequence.addAll(values));
    } else if (!(stack.top() instanceof Inert)) {
      throw in.refuse("it appends to what is no list");
    }
  }

  private void putAll(List<Object> keysAndValues) {
    if (stack.top() instanceof Dictionary dictionary) {
      dictionary.putAll(keysAndValues);
    } else if (stack.top() instanceof Inert inert) {
      inert.items().putAll(keysAndValues);
    } else {
      throw in.refuse("it puts entries into what is no dictionary");
    }
  }

  private void stackGlobal(List<Object> names) {
    if (!(names.get(0) instanceof String module) || !(names.get(1) instanceof String name)) {
      throw in.refuse("it asks for something that has no name");
    }
    stack.push(globals.of(module, name));
  }

  private void call(List<Object> functionAndArguments) {
    Object function = functionAndArguments.get(0);
    if (!(functionAndArguments.get(1) instanceof Sequence arguments)) {
      throw in.refuse("it calls with what are no arguments");
    }
    arguments.kept().forEach(this::count);
    stack.push(result(function, arguments.kept()));
  }

  private Object result(Object function, List<Object> arguments) {
    if (function instanceof TorchFunction known) {
      try {
        return known.call(arguments);
      } catch (IllegalArgumentException e) {
        stack.count(COST_OF_TEXT);
        return new Inert(known.toString(), e.getMessage());
      }
    }
    if (function instanceof Inert unknown) {
      return new Inert(unknown.type());
    }
    if (function instanceof Enum<?>) {
      return new Inert(function.toString());
    }
    throw in.refuse("it calls what is no function");
  }

  /** What is copied out of a value counts each time. */
  private void count(Object copied) {
    if (copied instanceof Sequence sequence) {
      stack.count(sequence.kept().size());
    } else if (copied instanceof Dictionary dictionary) {
      stack.count(dictionary.entries().size());
    }
  }

  /** A class, its arguments and those that have names. */
  private void callWithNames(List<Object> parts) {
    call(parts.subList(0, 2));
  }

  private void callFirst(List<Object> functionAndArguments) {
    if (functionAndArguments.isEmpty()) {
      throw in.refuse("it calls nothing");
    }
    int all = functionAndArguments.size();
    call(List.of(functionAndArguments.get(0), tuple(functionAndArguments.subList(1, all))));
  }

  /** Dictionaries, lists and tensors have attributes that say nothing about their values. */
  private void build(Object state) {
    Object target = stack.top();
    if (target instanceof Inert inert) {
      count(state);
      if (state instanceof Sequence parts) {
        parts.kept().forEach(this::count);
      }
      inert.setState(state);
    } else if (target instanceof Number || target instanceof String || target == NONE) {
      throw in.refuse("it sets attributes of what has none");
    }
  }

  private void persistent(Object id) {
    stack.push(PersistentId.value(id, storages));
  }
}
