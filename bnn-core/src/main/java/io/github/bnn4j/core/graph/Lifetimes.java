// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.graph;

import io.github.bnn4j.core.check.Require;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * Which values may lie in the same memory: gives every value a slot, so that no two of one slot are
 * needed at the same time, in one scan over the steps (Poletto and Sarkar, "Linear Scan Register
 * Allocation", 1999). There are as many slots of a type as values of it that are needed at once: a
 * chain takes two. Immutable.
 *
 * @param <K> the types; values of different types never share a slot
 */
public final class Lifetimes<K> {

  /**
   * When a value is needed.
   *
   * @param type what it consists of; values of different types never share a slot
   * @param size how much room it takes, in units of its type
   * @param madeAt the step that makes it
   * @param lastReadAt the last step that reads it, or changes it in place; not before {@code
   *     madeAt}
   * @param <K> the types
   */
  public record Span<K>(K type, long size, int madeAt, int lastReadAt) {

    /**
     * Checks the steps.
     *
     * @param type what it consists of
     * @param size how much room it takes, in units of its type
     * @param madeAt the step that makes it
     * @param lastReadAt the last step that reads it
     * @throws IllegalArgumentException if it is read before it is made, or its size is below 0
     */
    public Span {
      Require.that(
          madeAt <= lastReadAt && size >= 0,
          "A value of size %d that is made at step %d cannot be last read at step %d.",
          size,
          madeAt,
          lastReadAt);
    }
  }

  /**
   * Room for one value at a time.
   *
   * @param type what it consists of
   * @param size the room, that of its largest value
   * @param <K> the types
   */
  public record Slot<K>(K type, long size) {}

  private final int[] slotOf;
  private final List<Slot<K>> slots = new ArrayList<>();

  /**
   * Gives values their slots. A step makes its output while it reads its inputs, so a value made at
   * the step that reads another for the last time gets a slot of its own.
   *
   * @param values the values, in any order
   */
  public Lifetimes(List<Span<K>> values) {
    slotOf = new int[values.size()];
    List<Integer> busyUntil = new ArrayList<>();
    int[] inOrder =
        IntStream.range(0, values.size())
            .boxed()
            .sorted(Comparator.comparingInt(i -> values.get(i).madeAt()))
            .mapToInt(i -> i)
            .toArray();
    for (int i : inOrder) {
      Span<K> value = values.get(i);
      int slot = free(value, busyUntil).orElse(slots.size());
      if (slot == slots.size()) {
        slots.add(new Slot<>(value.type(), value.size()));
        busyUntil.add(value.lastReadAt());
      } else {
        long size = Math.max(slots.get(slot).size(), value.size());
        slots.set(slot, new Slot<>(value.type(), size));
        busyUntil.set(slot, value.lastReadAt());
      }
      slotOf[i] = slot;
    }
  }

  /** Returns the free slot that fits best: the smallest that is large enough, else the largest. */
  private OptionalInt free(Span<K> value, List<Integer> busyUntil) {
    return IntStream.range(0, slots.size())
        .filter(slot -> slots.get(slot).type().equals(value.type()))
        .filter(slot -> busyUntil.get(slot) < value.madeAt())
        .boxed()
        .min(Comparator.comparingLong(slot -> misfit(slots.get(slot).size(), value.size())))
        .map(OptionalInt::of)
        .orElse(OptionalInt.empty());
  }

  private static long misfit(long room, long size) {
    return room >= size ? room - size : Long.MAX_VALUE - room;
  }

  /** {@return the slots} */
  public List<Slot<K>> slots() {
    return List.copyOf(slots);
  }

  /**
   * Returns the slot of a value.
   *
   * @param value its place in the list
   * @return the place of its slot among {@link #slots()}
   */
  public int slotOf(int value) {
    return slotOf[Objects.checkIndex(value, slotOf.length)];
  }
}
