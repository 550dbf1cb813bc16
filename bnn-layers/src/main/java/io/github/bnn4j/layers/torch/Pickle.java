// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.torch;

import io.github.bnn4j.core.file.BnnFormatException;
import java.math.BigInteger;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Reads values in Python's pickle format, protocols 2 to 4, as far as a dictionary of tensors needs
 * it. Knows no classes, only {@link StorageType}s and {@link TorchFunction}s; refuses whatever else
 * a pickle asks for, by name.
 *
 * <p>Values are {@code Long}, {@code BigInteger}, {@code Double}, {@code Boolean}, {@code String},
 * {@link List} for lists and tuples, {@link Map}, {@link TorchStorage}, {@link TorchTensor}, {@link
 * StorageType}, {@link TorchFunction} and {@link #NONE}. Nothing is nested by recursion, and what
 * is made is bounded by the bytes read and by {@value #MAX_STEPS} steps.
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

  private static final int MAX_STEPS = 1 << 20;
  private static final int MAX_NAME = 256;
  private static final int MAX_INTEGER_BYTES = 16;

  private final String file;
  private final ByteBuffer in;
  private final Map<String, TorchStorage> storages;
  private final Map<Integer, Object> memo = new HashMap<>();

  /** The values since the last mark, and below them those before each of the marks. */
  private final Deque<List<Object>> marked = new ArrayDeque<>();

  private List<Object> stack = new ArrayList<>();
  private int opcodeAt;

  private Pickle(String file, ByteBuffer in, Map<String, TorchStorage> storages) {
    this.file = file;
    this.in = in;
    this.storages = storages;
  }

  /**
   * Reads a value and leaves the position behind it.
   *
   * @param file what messages call the file
   * @param in the bytes, from the current position on; the byte order becomes little-endian
   * @param storages receives the storages it refers to, by key
   * @throws BnnFormatException if it is no pickle or asks for something else than tensors
   */
  static Object read(String file, ByteBuffer in, Map<String, TorchStorage> storages) {
    return new Pickle(file, in.order(ByteOrder.LITTLE_ENDIAN), storages).read();
  }

  /** Checks a key of a dictionary: numbers and texts, which do not refer to other values. */
  static Object key(Object key) {
    if (key instanceof String || key instanceof Long || key instanceof Boolean) {
      return key;
    }
    throw new IllegalArgumentException("a dictionary has a key that is no text or number");
  }

  private Object read() {
    try {
      for (int step = 0; step < MAX_STEPS; step++) {
        opcodeAt = in.position();
        int opcode = in.get() & 0xff;
        if (opcode == '.') {
          return pop();
        }
        perform(opcode);
      }
      throw refuse("the pickle takes more than " + MAX_STEPS + " steps");
    } catch (BufferUnderflowException e) {
      throw new BnnFormatException(file, in.limit(), "the pickle ends too early");
    } catch (IllegalArgumentException e) {
      throw refuse(e.getMessage());
    }
  }

  private void perform(int opcode) {
    switch (opcode) {
      case 0x80 -> protocol(u8());
      case 0x95 -> in.getLong(); // the length of a frame, which tells nothing new
      case '(' -> mark();
      case 'N' -> push(NONE);
      case 0x88 -> push(true);
      case 0x89 -> push(false);
      case 'K' -> push((long) u8());
      case 'M' -> push((long) (in.getShort() & 0xffff));
      case 'J' -> push((long) in.getInt());
      case 0x8a -> push(integer(u8()));
      case 'G' -> push(Double.longBitsToDouble(Long.reverseBytes(in.getLong())));
      case 'U', 0x8c -> push(text(u8()));
      case 'T', 'X' -> push(text(in.getInt()));
      case ')', ']' -> push(new ArrayList<>());
      case 't' -> push(popMarked());
      case 0x85, 0x86, 0x87 -> push(new ArrayList<>(popLast(opcode - 0x84)));
      case 'a' -> appendAll(popLast(1));
      case 'e' -> appendAll(popMarked());
      case '}' -> push(new LinkedHashMap<>());
      case 's' -> putAll(popLast(2));
      case 'u' -> putAll(popMarked());
      case 'q' -> memo.put(u8(), top());
      case 'r' -> memo.put(in.getInt(), top());
      case 0x94 -> memo.put(memo.size(), top());
      case 'h' -> push(remembered(u8()));
      case 'j' -> push(remembered(in.getInt()));
      case 'c' -> push(global(line(), line()));
      case 0x93 -> stackGlobal();
      case 'R' -> call();
      case 'b' -> ignoreAttributes();
      case 'Q' -> push(storage(pop()));
      default ->
          throw refuse(
              String.format(Locale.ROOT, "no tensor needs the pickle opcode 0x%02x", opcode));
    }
  }

  private void protocol(int version) {
    if (version < 2 || version > 4) {
      throw refuse("pickles of the protocols 2 to 4 are read, not " + version);
    }
  }

  private Object integer(int bytes) {
    if (bytes > MAX_INTEGER_BYTES) {
      throw refuse("it has an integer of " + bytes + " bytes");
    }
    byte[] littleEndian = take(bytes);
    byte[] bigEndian = new byte[bytes + 1];
    for (int i = 0; i < bytes; i++) {
      bigEndian[bytes - i] = littleEndian[i];
    }
    bigEndian[0] = (byte) (bytes > 0 && littleEndian[bytes - 1] < 0 ? -1 : 0);
    BigInteger value = new BigInteger(bigEndian);
    return value.bitLength() < Long.SIZE ? (Object) value.longValue() : value;
  }

  private String text(int bytes) {
    return new String(take(bytes), StandardCharsets.UTF_8);
  }

  private String line() {
    StringBuilder line = new StringBuilder();
    for (int c = u8(); c != '\n'; c = u8()) {
      if (line.length() == MAX_NAME) {
        throw refuse("it has a name of more than " + MAX_NAME + " characters");
      }
      line.append((char) c);
    }
    return line.toString();
  }

  private void mark() {
    marked.push(stack);
    stack = new ArrayList<>();
  }

  private void stackGlobal() {
    List<Object> names = popLast(2);
    if (!(names.get(0) instanceof String module) || !(names.get(1) instanceof String name)) {
      throw refuse("it asks for something that has no name");
    }
    push(global(module, name));
  }

  private Object global(String module, String name) {
    if (module.equals("torch")) {
      var type = StorageType.named(name);
      if (type.isPresent()) {
        return type.get();
      }
    }
    return TorchFunction.named(module + "." + name)
        .orElseThrow(
            () ->
                refuse(
                    String.format(
                        Locale.ROOT,
                        "it asks for %s.%s, which is no part of a tensor; nothing of it was run",
                        printable(module),
                        printable(name))));
  }

  private static String printable(String name) {
    String start = name.length() > MAX_NAME ? name.substring(0, MAX_NAME) : name;
    return start.replaceAll("[^ -~]", "?");
  }

  private void call() {
    Object arguments = pop();
    Object function = pop();
    if (!(function instanceof TorchFunction known) || !(arguments instanceof List<?> list)) {
      throw refuse("it calls what is no function");
    }
    push(known.call(list));
  }

  /** Dictionaries and tensors have attributes beside their values, which say nothing about them. */
  private void ignoreAttributes() {
    pop();
    if (!(top() instanceof Map) && !(top() instanceof TorchTensor)) {
      throw refuse("it sets attributes of what has none");
    }
  }

  /** Storages are named by {@code ('storage', type, key, location, size)} and maybe a view. */
  private TorchStorage storage(Object id) {
    boolean complete =
        id instanceof List<?> fields
            && fields.size() >= 5
            && "storage".equals(fields.get(0))
            && fields.get(1) instanceof StorageType
            && fields.get(2) instanceof String
            && fields.get(4) instanceof Long;
    if (!complete) {
      throw refuse("it refers to something that is no storage");
    }
    List<?> fields = (List<?>) id;
    if (fields.size() > 5 && fields.get(5) != NONE) {
      throw refuse("storage " + printable((String) fields.get(2)) + " is a view of another one");
    }
    TorchStorage storage =
        new TorchStorage((StorageType) fields.get(1), (String) fields.get(2), (Long) fields.get(4));
    TorchStorage before = storages.putIfAbsent(storage.key(), storage);
    if (before != null && !before.equals(storage)) {
      throw refuse("it describes storage " + printable(storage.key()) + " in two ways");
    }
    return storage;
  }

  private void appendAll(List<Object> values) {
    if (!(top() instanceof List<?>)) {
      throw refuse("it appends to what is no list");
    }
    @SuppressWarnings("unchecked")
    List<Object> list = (List<Object>) top();
    list.addAll(values);
  }

  private void putAll(List<Object> keysAndValues) {
    if (!(top() instanceof Map<?, ?>) || keysAndValues.size() % 2 != 0) {
      throw refuse("it puts entries into what is no dictionary");
    }
    @SuppressWarnings("unchecked")
    Map<Object, Object> map = (Map<Object, Object>) top();
    for (int i = 0; i < keysAndValues.size(); i += 2) {
      map.put(key(keysAndValues.get(i)), keysAndValues.get(i + 1));
    }
  }

  private Object remembered(int index) {
    Object value = memo.get(index);
    if (value == null) {
      throw refuse("it refers to value " + index + ", which it has not made");
    }
    return value;
  }

  private void push(Object value) {
    stack.add(value);
  }

  private Object top() {
    if (stack.isEmpty()) {
      throw refuse("it takes a value where there is none");
    }
    return stack.get(stack.size() - 1);
  }

  private Object pop() {
    Object value = top();
    stack.remove(stack.size() - 1);
    return value;
  }

  /** The last values, in their order. */
  private List<Object> popLast(int count) {
    if (stack.size() < count) {
      throw refuse("it takes a value where there is none");
    }
    List<Object> end = stack.subList(stack.size() - count, stack.size());
    List<Object> values = new ArrayList<>(end);
    end.clear();
    return values;
  }

  private List<Object> popMarked() {
    if (marked.isEmpty()) {
      throw refuse("it takes values from a mark where there is none");
    }
    List<Object> values = stack;
    stack = marked.pop();
    return values;
  }

  private int u8() {
    return in.get() & 0xff;
  }

  private byte[] take(int length) {
    if (length < 0 || length > in.remaining()) {
      throw refuse(
          String.format(
              Locale.ROOT, "it is to hold %d bytes here, but %d are left", length, in.remaining()));
    }
    byte[] bytes = new byte[length];
    in.get(bytes);
    return bytes;
  }

  private BnnFormatException refuse(String reason) {
    return new BnnFormatException(file, opcodeAt, reason);
  }
}
