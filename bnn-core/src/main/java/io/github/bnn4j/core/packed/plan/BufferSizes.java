// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.packed.plan;

import io.github.bnn4j.core.graph.Lifetimes;
import io.github.bnn4j.core.packed.layer.ValueKind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.stream.Collectors;

/**
 * What memory a session needs. Every value between two steps has a buffer of its own number; those
 * that are not needed at the same time share an array.
 */
final class BufferSizes {

  /** The buffer of the input image, which nothing else shares: its border stays zero. */
  static final int IMAGE = 0;

  /** The arrays there are. */
  enum Memory {
    FLOATS,
    INTS
  }

  private final Map<Integer, Lifetimes.Span<Memory>> spans = new TreeMap<>();
  private int buffers = IMAGE + 1;
  private int windows;
  private int planes;
  private int taps;

  BufferSizes(int imageSize) {
    spans.put(IMAGE, new Lifetimes.Span<>(Memory.FLOATS, imageSize, 0, Integer.MAX_VALUE));
  }

  /** Returns the number of a new buffer. */
  int newBuffer() {
    return buffers++;
  }

  /** Says that a step reads or writes a value. */
  void use(Value value, int step) {
    if (value.liesInPlanes()) { // nothing else shares it: its border stays zero
      spans.put(
          value.buffer(), new Lifetimes.Span<>(Memory.INTS, value.size(), 0, Integer.MAX_VALUE));
      return;
    }
    boolean floats = value.shape().kind() == ValueKind.FLOAT;
    use(value.buffer(), floats ? Memory.FLOATS : Memory.INTS, value.size(), step);
  }

  /** Says that a step reads or writes a buffer. */
  void use(int buffer, Memory memory, int size, int step) {
    spans.merge(
        buffer,
        new Lifetimes.Span<>(memory, size, step, step),
        (before, now) ->
            new Lifetimes.Span<>(
                memory,
                Math.max(before.size(), size),
                before.madeAt(),
                Math.max(before.lastReadAt(), step)));
  }

  void needWindows(int size) {
    windows = Math.max(windows, size);
  }

  void needPlanes(int size) {
    planes = Math.max(planes, size);
  }

  void needTaps(int size) {
    taps = Math.max(taps, size);
  }

  /** Returns arrays of floats by the numbers of their buffers; empty ones for ints. */
  float[][] newFloats() {
    return arrays(Memory.FLOATS, float[]::new).toArray(float[][]::new);
  }

  /** Returns arrays of ints by the numbers of their buffers; empty ones for floats. */
  int[][] newInts() {
    return arrays(Memory.INTS, int[]::new).toArray(int[][]::new);
  }

  private <A> List<A> arrays(Memory memory, IntFunction<A> newArray) {
    Lifetimes<Memory> lifetimes = new Lifetimes<>(List.copyOf(spans.values()));
    List<A> slots =
        lifetimes.slots().stream()
            .map(slot -> newArray.apply(slot.type() == memory ? (int) slot.size() : 0))
            .collect(Collectors.toUnmodifiableList());
    List<A> arrays = new ArrayList<>(Collections.nCopies(buffers, newArray.apply(0)));
    int next = 0;
    for (int buffer : spans.keySet()) {
      arrays.set(buffer, slots.get(lifetimes.slotOf(next++)));
    }
    return arrays;
  }

  int windows() {
    return windows;
  }

  int planes() {
    return planes;
  }

  int taps() {
    return taps;
  }
}
