// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.io;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/**
 * The kinds of numbers in files that can be read as floats. What a float does not hold exactly is
 * rounded to the nearest one; doubles beyond its range become infinite.
 */
public enum NumberType {
  /** IEEE 754 double precision. */
  FLOAT64("float64", "F64", 8) {
    @Override
    public float read(ByteBuffer bytes, int index) {
      return (float) bytes.getDouble(8 * index);
    }
  },
  /** IEEE 754 single precision. */
  FLOAT32("float32", "F32", 4) {
    @Override
    public float read(ByteBuffer bytes, int index) {
      return bytes.getFloat(4 * index);
    }
  },
  /** IEEE 754 half precision. */
  FLOAT16("float16", "F16", 2) {
    @Override
    public float read(ByteBuffer bytes, int index) {
      return HalfFloat.toFloat(bytes.getShort(2 * index));
    }
  },
  /** The upper half of single precision. */
  BFLOAT16("bfloat16", "BF16", 2) {
    @Override
    public float read(ByteBuffer bytes, int index) {
      return Float.intBitsToFloat(bytes.getShort(2 * index) << 16);
    }
  },
  /** Integers of 64 bits. */
  INT64("int64", "I64", 8) {
    @Override
    public float read(ByteBuffer bytes, int index) {
      return bytes.getLong(8 * index);
    }
  },
  /** Integers of 32 bits. */
  INT32("int32", "I32", 4) {
    @Override
    public float read(ByteBuffer bytes, int index) {
      return bytes.getInt(4 * index);
    }
  },
  /** Integers of 16 bits. */
  INT16("int16", "I16", 2) {
    @Override
    public float read(ByteBuffer bytes, int index) {
      return bytes.getShort(2 * index);
    }
  },
  /** Integers of 8 bits. */
  INT8("int8", "I8", 1) {
    @Override
    public float read(ByteBuffer bytes, int index) {
      return bytes.get(index);
    }
  },
  /** Integers of 64 bits without a sign. */
  UINT64("uint64", "U64", 8) {
    @Override
    public float read(ByteBuffer bytes, int index) {
      long value = bytes.getLong(8 * index);
      // Half of it, its lowest bit kept for rounding, has a sign that says nothing.
      return value >= 0 ? value : (float) ((value >>> 1) | (value & 1)) * 2;
    }
  },
  /** Integers of 32 bits without a sign. */
  UINT32("uint32", "U32", 4) {
    @Override
    public float read(ByteBuffer bytes, int index) {
      return Integer.toUnsignedLong(bytes.getInt(4 * index));
    }
  },
  /** Integers of 16 bits without a sign. */
  UINT16("uint16", "U16", 2) {
    @Override
    public float read(ByteBuffer bytes, int index) {
      return Short.toUnsignedInt(bytes.getShort(2 * index));
    }
  },
  /** Integers of 8 bits without a sign. */
  UINT8("uint8", "U8", 1) {
    @Override
    public float read(ByteBuffer bytes, int index) {
      return Byte.toUnsignedInt(bytes.get(index));
    }
  },
  /** Truth values, a byte each: 0 for false, else true, which are read as 0 and 1. */
  BOOL("bool", "BOOL", 1) {
    @Override
    public float read(ByteBuffer bytes, int index) {
      return bytes.get(index) == 0 ? 0 : 1;
    }
  };

  private final String text;
  private final String code;
  private final int bytes;

  NumberType(String text, String code, int bytes) {
    this.text = text;
    this.code = code;
    this.bytes = bytes;
  }

  /**
   * The type that a safetensors file calls so.
   *
   * @param code for example {@code BF16}
   * @return the type, or nothing if its numbers cannot be read
   */
  public static Optional<NumberType> ofCode(String code) {
    return Arrays.stream(values()).filter(type -> type.code.equals(code)).findFirst();
  }

  /**
   * The type that PyTorch and NumPy call so.
   *
   * @param name for example {@code bfloat16}
   * @return the type, or nothing if its numbers cannot be read
   */
  public static Optional<NumberType> named(String name) {
    return Arrays.stream(values()).filter(type -> type.text.equals(name)).findFirst();
  }

  /** {@return the bytes of one number} */
  public int bytes() {
    return bytes;
  }

  /** {@return whether these are floating-point numbers, as weights are} */
  public boolean isFloat() {
    return this == FLOAT64 || this == FLOAT32 || this == FLOAT16 || this == BFLOAT16;
  }

  /**
   * Reads a number.
   *
   * @param bytes numbers of this type, one after the other from the buffer's begin on, in the order
   *     of bytes that the buffer is set to
   * @param index which number
   * @return the nearest float
   */
  public abstract float read(ByteBuffer bytes, int index);

  /** The name PyTorch and NumPy have for it, such as {@code bfloat16}. */
  @Override
  public String toString() {
    return text;
  }
}
