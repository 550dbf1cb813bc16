// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.torch;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The stack and the memo of an unpickler. What they have taken is bounded: however long a pickle
 * is, it makes no more than {@value #MAX_VALUES} values, not counting the numbers that a long
 * {@link Sequence} leaves out. Whatever is not right throws {@link IllegalArgumentException}.
 */
final class PickleStack {

  static final int MAX_VALUES = 1 << 23;

  private final List<Object> stack = new ArrayList<>();
  private int[] marks = new int[16];
  private int markCount;
  private Object[] memo = new Object[64];
  private int memoCount;
  private int made;

  void push(Object value) {
    count(1);
    stack.add(value);
  }

  /** Counts values that are made otherwise. */
  void count(int values) {
    made += values;
    if (made > MAX_VALUES) {
      throw new IllegalArgumentException(
          "it makes more than " + MAX_VALUES + " values, which is more than a checkpoint needs");
    }
  }

  /** Says that so many of the values pushed have not been kept. */
  void forget(int values) {
    made -= values;
  }

  Object top() {
    if (stack.size() == bottom()) {
      throw new IllegalArgumentException("it takes a value where there is none");
    }
    return stack.get(stack.size() - 1);
  }

  Object pop() {
    Object value = top();
    stack.remove(stack.size() - 1);
    return value;
  }

  /** The last values, in their order. */
  List<Object> popLast(int count) {
    if (stack.size() - bottom() < count) {
      throw new IllegalArgumentException("it takes a value where there is none");
    }
    List<Object> end = stack.subList(stack.size() - count, stack.size());
    List<Object> values = new ArrayList<>(end);
    end.clear();
    return values;
  }

  private int bottom() {
    return markCount == 0 ? 0 : marks[markCount - 1];
  }

  void mark() {
    count(1);
    if (markCount == marks.length) {
      marks = Arrays.copyOf(marks, 2 * marks.length);
    }
    marks[markCount++] = stack.size();
  }

  /** The values since the last mark, and removes it. */
  List<Object> popMarked() {
    if (markCount == 0) {
      throw new IllegalArgumentException("it takes values from a mark where there is none");
    }
    List<Object> values = popLast(stack.size() - bottom());
    markCount--;
    return values;
  }

  /** Remembers the top under the next number. */
  void memoize() {
    remember(memoCount);
  }

  /** Remembers the top. */
  void remember(long index) {
    if (index < 0 || index >= MAX_VALUES) {
      throw new IllegalArgumentException("it remembers a value under the number " + index);
    }
    count(1);
    if (index >= memo.length) {
      memo = Arrays.copyOf(memo, (int) Math.max(2L * memo.length, index + 1));
    }
    memoCount += memo[(int) index] == null ? 1 : 0;
    memo[(int) index] = top();
  }

  Object remembered(long index) {
    Object value = index < 0 || index >= memo.length ? null : memo[(int) index];
    if (value == null) {
      throw new IllegalArgumentException("it refers to value " + index + ", which it has not made");
    }
    return value;
  }
}
