// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.torch;

import io.github.bnn4j.core.file.BnnFormatException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * The bytes of a pickle: the opcodes and what follows them. Every length is compared with what is
 * left before anything of that length is made. Running off the end throws {@link
 * java.nio.BufferUnderflowException}.
 */
final class PickleInput {

  private static final int MAX_LINE = 1 << 16;
  private static final int MAX_INTEGER_BYTES = 16;
  private static final int MAX_DIGITS = 38;

  private final String file;
  private final ByteBuffer in;
  private int opcodeAt;

  PickleInput(String file, ByteBuffer in) {
    this.file = file;
    this.in = in.order(ByteOrder.LITTLE_ENDIAN);
  }

  int opcode() {
    opcodeAt = in.position();
    return u8();
  }

  int u8() {
    return in.get() & 0xff;
  }

  int u16() {
    return in.getShort() & 0xffff;
  }

  int i32() {
    return in.getInt();
  }

  long u32() {
    return Integer.toUnsignedLong(in.getInt());
  }

  long i64() {
    return in.getLong();
  }

  double f64() {
    return Double.longBitsToDouble(Long.reverseBytes(in.getLong()));
  }

  String text(long bytes) {
    return new String(take(bytes), StandardCharsets.UTF_8);
  }

  void skip(long bytes) {
    need(bytes);
    in.position(in.position() + (int) bytes);
  }

  /** An integer in two's complement: a Long, or a BigInteger if it is larger. */
  Object integer(long bytes) {
    if (bytes > MAX_INTEGER_BYTES) {
      skip(bytes);
      return new Inert("an integer of " + bytes + " bytes");
    }
    byte[] littleEndian = take(bytes);
    byte[] bigEndian = new byte[littleEndian.length + 1];
    for (int i = 0; i < littleEndian.length; i++) {
      bigEndian[littleEndian.length - i] = littleEndian[i];
    }
    boolean negative = bytes > 0 && littleEndian[littleEndian.length - 1] < 0;
    bigEndian[0] = (byte) (negative ? -1 : 0);
    return shortened(new BigInteger(bigEndian));
  }

  private static Object shortened(BigInteger value) {
    return value.bitLength() < Long.SIZE ? (Object) value.longValue() : value;
  }

  /** A line, as protocol 0 has its arguments. */
  String line() {
    int begin = in.position();
    while (u8() != '\n') {
      if (in.position() - begin > MAX_LINE) {
        throw refuse("it has a line of more than " + MAX_LINE + " bytes");
      }
    }
    byte[] bytes = new byte[in.position() - begin - 1];
    in.get(begin, bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** An integer of protocol 0, where 00 and 01 are False and True and longs end with L. */
  Object integerLine() {
    String line = line();
    if (line.equals("00") || line.equals("01")) {
      return line.equals("01");
    }
    String digits = line.endsWith("L") ? line.substring(0, line.length() - 1) : line;
    if (!digits.matches("[-+]?[0-9]+")) {
      throw refuse("it has '" + line + "' where an integer belongs");
    }
    return digits.length() > MAX_DIGITS
        ? new Inert("an integer of " + digits.length() + " digits")
        : shortened(new BigInteger(digits));
  }

  double floatLine() {
    String line = line();
    try {
      return Double.parseDouble(line.replace("inf", "Infinity").replace("nan", "NaN"));
    } catch (NumberFormatException e) {
      throw refuse("it has '" + line + "' where a number belongs");
    }
  }

  private byte[] take(long length) {
    need(length);
    byte[] bytes = new byte[(int) length];
    in.get(bytes);
    return bytes;
  }

  private void need(long bytes) {
    if (bytes < 0 || bytes > in.remaining()) {
      throw refuse(
          String.format(
              Locale.ROOT, "it is to hold %d bytes here, but %d are left", bytes, in.remaining()));
    }
  }

  /** Says what is wrong at the opcode that was read last. */
  BnnFormatException refuse(String reason) {
    return new BnnFormatException(file, opcodeAt, reason);
  }

  BnnFormatException endsTooEarly() {
    return new BnnFormatException(file, in.limit(), "the pickle ends too early");
  }
}
