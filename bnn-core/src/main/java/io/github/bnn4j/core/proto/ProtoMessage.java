// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.proto;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * A message of Protocol Buffers, written field by field: what files of ONNX and TensorBoard are
 * made of. Not thread-safe.
 *
 * @see <a href="https://protobuf.dev/programming-guides/encoding/">the encoding</a>
 */
public final class ProtoMessage {

  private static final int VARINT = 0;
  private static final int FIXED_64 = 1;
  private static final int LENGTH_DELIMITED = 2;
  private static final int FIXED_32 = 5;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  /** Makes a message without fields. */
  public ProtoMessage() {}

  /**
   * Adds an integer.
   *
   * @param field the number of the field
   * @param value its value
   * @return this message
   */
  public ProtoMessage integer(int field, long value) {
    tag(field, VARINT);
    varint(value);
    return this;
  }

  /**
   * Adds a number in single precision.
   *
   * @param field the number of the field
   * @param value its value
   * @return this message
   */
  public ProtoMessage number(int field, float value) {
    tag(field, FIXED_32);
    out.writeBytes(little(Float.BYTES).putFloat(value).array());
    return this;
  }

  /**
   * Adds a number in double precision.
   *
   * @param field the number of the field
   * @param value its value
   * @return this message
   */
  public ProtoMessage number(int field, double value) {
    tag(field, FIXED_64);
    out.writeBytes(little(Double.BYTES).putDouble(value).array());
    return this;
  }

  /**
   * Adds bytes.
   *
   * @param field the number of the field
   * @param value its value
   * @return this message
   */
  public ProtoMessage bytes(int field, byte[] value) {
    tag(field, LENGTH_DELIMITED);
    varint(value.length);
    out.writeBytes(value);
    return this;
  }

  /**
   * Adds a text.
   *
   * @param field the number of the field
   * @param value its value
   * @return this message
   */
  public ProtoMessage text(int field, String value) {
    return bytes(field, value.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Adds a message as it is now.
   *
   * @param field the number of the field
   * @param value its value
   * @return this message
   */
  public ProtoMessage message(int field, ProtoMessage value) {
    return bytes(field, value.toBytes());
  }

  /**
   * Adds the fields of another message to this one.
   *
   * @param fields the other message
   * @return this message
   */
  public ProtoMessage append(ProtoMessage fields) {
    out.writeBytes(fields.toBytes());
    return this;
  }

  /** {@return the message as bytes} */
  public byte[] toBytes() {
    return out.toByteArray();
  }

  private static ByteBuffer little(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private void tag(int field, int wireType) {
    varint((long) field << 3 | wireType);
  }

  private void varint(long value) {
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      out.write((int) (rest & 0x7F | 0x80));
      rest >>>= 7;
    }
    out.write((int) rest);
  }
}
