// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.torch;

import io.github.bnn4j.layers.io.NumberType;
import io.github.bnn4j.layers.io.StoredTensor;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Locale;

/**
 * A view of a storage: element {@code [i, j, ...]} is number {@code offset + i * strides[0] + j *
 * strides[1] + ...}. Every element is one of the storage. They are no more than it has, or than
 * {@value #MAX_EXPANDED} if elements repeat.
 *
 * @param shape sizes, not copied
 * @param strides steps in the storage, not copied
 */
record TorchTensor(
    NumberType type, TorchStorage storage, long offset, long[] shape, long[] strides) {

  /** As many elements may be made of fewer by strides of 0. */
  static final int MAX_EXPANDED = 1 << 24;

  /** The most sizes a tensor of PyTorch has. */
  private static final int MAX_RANK = 64;

  TorchTensor {
    if (shape.length != strides.length || shape.length > MAX_RANK) {
      throw new IllegalArgumentException(
          "has " + shape.length + " sizes and " + strides.length + " strides");
    }
    long numbers = storage.bytes() / type.bytes();
    if (!fits(numbers, offset, shape, strides)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "with offset %d, sizes %s and strides %s does not lie within its %d numbers",
              offset,
              Arrays.toString(shape),
              Arrays.toString(strides),
              numbers));
    }
  }

  private static boolean fits(long numbers, long offset, long[] shape, long[] strides) {
    boolean empty = Arrays.stream(shape).anyMatch(size -> size == 0);
    long largest = empty ? Integer.MAX_VALUE : Math.max(numbers, MAX_EXPANDED);
    long count = 1;
    long last = offset;
    for (int i = 0; i < shape.length; i++) {
      if (shape[i] < 0 || shape[i] > largest || strides[i] < 0 || strides[i] > Integer.MAX_VALUE) {
        return false;
      }
      count *= Math.max(1, shape[i]);
      last += Math.max(0, shape[i] - 1) * strides[i];
      if (count > largest || last > Integer.MAX_VALUE) {
        return false;
      }
    }
    return offset >= 0 && (empty || last < numbers);
  }

  /** How many elements it has. */
  long size() {
    long count = 1;
    for (long each : shape) {
      count *= each;
    }
    return count;
  }

  /** The tensor, given the bytes of its storage. */
  StoredTensor in(ByteBuffer bytes) {
    return new StoredTensor.View(type, shape, strides, offset, bytes);
  }

  @Override
  public String toString() {
    return "tensor " + type + " " + Arrays.toString(shape);
  }
}
