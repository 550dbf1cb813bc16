// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.torch;

import java.util.List;

/** The classes of PyTorch's storages: what numbers lie in one. */
enum StorageType {
  DOUBLE("DoubleStorage", "float64", 8),
  FLOAT("FloatStorage", "float32", 4),
  HALF("HalfStorage", "float16", 2),
  BFLOAT16("BFloat16Storage", "bfloat16", 2),
  LONG("LongStorage", "int64", 8),
  INT("IntStorage", "int32", 4),
  SHORT("ShortStorage", "int16", 2),
  CHAR("CharStorage", "int8", 1),
  BYTE("ByteStorage", "uint8", 1),
  BOOL("BoolStorage", "bool", 1),
  COMPLEX_FLOAT("ComplexFloatStorage", "complex64", 8),
  COMPLEX_DOUBLE("ComplexDoubleStorage", "complex128", 16),
  QINT8("QInt8Storage", "qint8", 1),
  QUINT8("QUInt8Storage", "quint8", 1),
  QINT32("QInt32Storage", "qint32", 4),
  QUINT4("QUInt4x2Storage", "quint4x2", 1),
  QUINT2("QUInt2x4Storage", "quint2x4", 1),
  /** Bytes, of which the tensor tells the type. */
  UNTYPED("UntypedStorage", "bytes", 1);

  private final String className;
  private final String numbers;
  private final int bytes;

  StorageType(String className, String numbers, int bytes) {
    this.className = className;
    this.numbers = numbers;
    this.bytes = bytes;
  }

  /** What the versions of PyTorch call the class. */
  List<String> names() {
    return List.of(
        "torch." + className,
        "torch.cuda." + className,
        "torch.storage." + className,
        "torch.storage._" + className);
  }

  /** What PyTorch calls the type of its numbers. */
  String numbers() {
    return numbers;
  }

  /** The bytes of one number. */
  int bytes() {
    return bytes;
  }

  @Override
  public String toString() {
    return "torch." + className;
  }
}
