// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.torch;

import io.github.bnn4j.layers.io.Tensor;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Locale;

/**
 * A view of a storage: element {@code [i, j, ...]} is number {@code offset + i * strides[0] + j *
 * strides[1] + ...}. Every element is one of the storage, and they are no more than it has.
 *
 * @param shape sizes, not copied
 * @param strides steps in the storage, not copied
 */
record TorchTensor(TorchStorage storage, long offset, long[] shape, long[] strides) {

  private static final int MAX_RANK = 8;

  TorchTensor {
    if (shape.length != strides.length || shape.length > MAX_RANK) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "a tensor has %d sizes and %d strides", shape.length, strides.length));
    }
    if (!fits(storage, offset, shape, strides)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "a tensor with offset %d, sizes %s and strides %s does not lie within its %d numbers",
              offset,
              Arrays.toString(shape),
              Arrays.toString(strides),
              storage.size()));
    }
  }

  private static boolean fits(TorchStorage storage, long offset, long[] shape, long[] strides) {
    boolean empty = Arrays.stream(shape).anyMatch(size -> size == 0);
    long largest = empty ? Integer.MAX_VALUE : storage.size();
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
    return offset >= 0 && (empty || last < storage.size());
  }

  /** How many elements it has. */
  int size() {
    long count = 1;
    for (long each : shape) {
      count *= each;
    }
    return (int) count;
  }

  /**
   * Its elements, last index fastest.
   *
   * @param bytes the storage, little-endian
   */
  Tensor decode(ByteBuffer bytes) {
    float[] values = new float[size()];
    long[] index = new long[shape.length];
    long at = offset;
    for (int i = 0; i < values.length; i++) {
      values[i] = storage.type().read(bytes, (int) at);
      for (int d = shape.length - 1; d >= 0; d--) {
        at += strides[d];
        if (++index[d] < shape[d]) {
          break;
        }
        at -= shape[d] * strides[d];
        index[d] = 0;
      }
    }
    return new Tensor(shape, values);
  }
}
