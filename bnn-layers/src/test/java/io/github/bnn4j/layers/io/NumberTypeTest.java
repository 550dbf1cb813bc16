// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class NumberTypeTest {

  /** The slow twin: bits to an exact number by its definition, then rounded once. */
  private static float twin(NumberType type, long bits) {
    return switch (type) {
      case FLOAT64 -> (float) Double.longBitsToDouble(bits);
      case FLOAT32 -> Float.intBitsToFloat((int) bits);
      case FLOAT16 -> binary(bits, 5, 10);
      case BFLOAT16 -> binary(bits, 8, 7);
      case BOOL -> (bits & 0xFF) == 0 ? 0 : 1;
      default -> integer(type, bits);
    };
  }

  private static float binary(long bits, int exponentBits, int fractionBits) {
    int exponent = (int) (bits >> fractionBits) & ((1 << exponentBits) - 1);
    int fraction = (int) bits & ((1 << fractionBits) - 1);
    int bias = (1 << (exponentBits - 1)) - 1;
    double magnitude;
    if (exponent == (1 << exponentBits) - 1) {
      magnitude = fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
    } else if (exponent == 0) {
      magnitude = fraction * Math.pow(2, 1 - bias - fractionBits);
    } else {
      magnitude = ((1 << fractionBits) + fraction) * Math.pow(2, exponent - bias - fractionBits);
    }
    return (float) ((bits >> (exponentBits + fractionBits) & 1) == 1 ? -magnitude : magnitude);
  }

  private static float integer(NumberType type, long bits) {
    BigInteger modulus = BigInteger.ONE.shiftLeft(8 * type.bytes());
    BigInteger value = BigInteger.valueOf(bits).mod(modulus);
    if (type.name().startsWith("INT") && value.testBit(8 * type.bytes() - 1)) {
      value = value.subtract(modulus);
    }
    return new BigDecimal(value).floatValue();
  }

  @Property(tries = 300)
  void everyNumberBecomesTheNearestFloat(
      @ForAll NumberType type, @ForAll long bits, @ForAll boolean bigEndian) {
    ByteBuffer bytes = ByteBuffer.allocate(3 * type.bytes());
    bytes.order(bigEndian ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    for (int b = 0; b < type.bytes(); b++) {
      int place = bigEndian ? type.bytes() - 1 - b : b;
      bytes.put(2 * type.bytes() + place, (byte) (bits >> (8 * b)));
    }

    assertThat(Float.valueOf(type.read(bytes, 2))).isEqualTo(Float.valueOf(twin(type, bits)));
    assertThat(type.read(bytes, 1)).isZero();
  }

  @Example
  void unsignedIntegersOf64BitsAreRoundedOnce() {
    ByteBuffer bytes = ByteBuffer.allocate(8);
    for (long bits : new long[] {-1, Long.MIN_VALUE, Long.MIN_VALUE + 1, (-1L << 40) + 1}) {
      bytes.putLong(0, bits);
      assertThat(NumberType.UINT64.read(bytes, 0)).isEqualTo(twin(NumberType.UINT64, bits));
    }
    bytes.putLong(0, Long.MIN_VALUE + (1L << 39) + 1);
    assertThat(NumberType.UINT64.read(bytes, 0)).isEqualTo(0x1.000002p63f);
  }

  @Example
  void typesAreFoundByBothOfTheirNames() {
    assertThat(NumberType.ofCode("BF16")).contains(NumberType.BFLOAT16);
    assertThat(NumberType.named("bfloat16")).contains(NumberType.BFLOAT16);
    assertThat(NumberType.ofCode("F8_E4M3")).isEmpty();
    assertThat(NumberType.named("complex64")).isEmpty();
  }

  @Example
  void onlyFloatingPointNumbersAreFloats() {
    assertThat(NumberType.values())
        .filteredOn(NumberType::isFloat)
        .containsExactly(
            NumberType.FLOAT64, NumberType.FLOAT32, NumberType.FLOAT16, NumberType.BFLOAT16);
  }
}
