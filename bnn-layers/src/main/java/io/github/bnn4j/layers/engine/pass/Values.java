// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.engine.pass;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.bytedeco.javacpp.BytePointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The memory of an array of activations or gradients, either float32 or bfloat16, which is the
 * upper half of a float32.
 *
 * @param bytes direct, in native order
 * @param half whether it holds bfloat16
 */
public record Values(ByteBuffer bytes, boolean half) {

  /** The type of the arrays that hold bfloat16 or float32. */
  public static DataType type(boolean half) {
    return half ? DataType.BFLOAT16 : DataType.FLOAT;
  }

  /** The memory of an array, which the caller keeps alive. */
  public static Values of(INDArray array) {
    boolean half = array.dataType() == DataType.BFLOAT16;
    BytePointer memory = new BytePointer(array.data().addressPointer());
    memory.capacity(array.length() * (half ? Short.BYTES : Float.BYTES));
    return new Values(memory.asBuffer().order(ByteOrder.nativeOrder()), half);
  }

  /** The bytes of some arrays together. */
  static long size(Values... arrays) {
    long size = 0;
    for (Values array : arrays) {
      size += array.bytes.capacity();
    }
    return size;
  }

  /** Some of these, in the same memory. */
  public Values part(int from, int count) {
    int size = half ? Short.BYTES : Float.BYTES;
    return new Values(bytes.slice(size * from, size * count).order(ByteOrder.nativeOrder()), half);
  }

  /** Reads as many values as the row takes. */
  void read(int from, float[] row) {
    if (half) {
      for (int i = 0; i < row.length; i++) {
        row[i] = get(from + i);
      }
    } else {
      bytes.asFloatBuffer().get(from, row);
    }
  }

  /** Writes a row of values. */
  void write(float[] row, int to) {
    if (half) {
      for (int i = 0; i < row.length; i++) {
        put(to + i, row[i]);
      }
    } else {
      bytes.asFloatBuffer().put(to, row);
    }
  }

  float get(int index) {
    return half
        ? Float.intBitsToFloat(bytes.getShort(Short.BYTES * index) << Short.SIZE)
        : bytes.getFloat(Float.BYTES * index);
  }

  void put(int index, float value) {
    if (half) {
      bytes.putShort(Short.BYTES * index, round(value));
    } else {
      bytes.putFloat(Float.BYTES * index, value);
    }
  }

  /** The nearest bfloat16, the even one of two; not for NaN. */
  private static short round(float value) {
    int bits = Float.floatToRawIntBits(value);
    int even = bits >>> Short.SIZE & 1;
    return (short) (bits + 0x7FFF + even >>> Short.SIZE);
  }
}
