// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.torch;

import io.github.bnn4j.layers.io.HalfFloat;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/** The kinds of numbers that PyTorch stores. Those that a float holds exactly can be read. */
enum StorageType {
  FLOAT("FloatStorage", 4, true) {
    @Override
    float read(ByteBuffer bytes, int index) {
      return bytes.getFloat(4 * index);
    }
  },
  HALF("HalfStorage", 2, true) {
    @Override
    float read(ByteBuffer bytes, int index) {
      return HalfFloat.toFloat(bytes.getShort(2 * index));
    }
  },
  BFLOAT16("BFloat16Storage", 2, true) {
    @Override
    float read(ByteBuffer bytes, int index) {
      return Float.intBitsToFloat(bytes.getShort(2 * index) << 16);
    }
  },
  DOUBLE("DoubleStorage", 8, false),
  LONG("LongStorage", 8, false),
  INT("IntStorage", 4, false),
  SHORT("ShortStorage", 2, false),
  CHAR("CharStorage", 1, false),
  BYTE("ByteStorage", 1, false),
  BOOL("BoolStorage", 1, false);

  private final String className;
  private final int bytes;
  private final boolean real;

  StorageType(String className, int bytes, boolean real) {
    this.className = className;
    this.bytes = bytes;
    this.real = real;
  }

  /** The type with a name such as {@code FloatStorage}. */
  static Optional<StorageType> named(String className) {
    return Arrays.stream(values()).filter(type -> type.className.equals(className)).findFirst();
  }

  /** The bytes of one number. */
  int bytes() {
    return bytes;
  }

  /** Whether {@link #read} works: whether a float holds every number of this type. */
  boolean isReal() {
    return real;
  }

  /** The number at an index, from little-endian bytes. */
  float read(ByteBuffer bytes, int index) {
    throw new IllegalArgumentException(className + " is not read as floats.");
  }

  @Override
  public String toString() {
    return "torch." + className;
  }
}
