// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.io;

/**
 * IEEE 754 half precision, which Java converts itself only from version 20 on. No state; safe for
 * use by many threads.
 */
public final class HalfFloat {

  private HalfFloat() {}

  /**
   * Widens exactly.
   *
   * @param half the 16 bits of a half-precision number
   * @return the same number
   */
  public static float toFloat(short half) {
    int exponent = (half >>> 10) & 0x1F;
    int fraction = half & 0x3FF;
    float magnitude;
    if (exponent == 0x1F) {
      magnitude = fraction == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
    } else if (exponent == 0) {
      magnitude = Math.scalb(fraction, -24);
    } else {
      magnitude = Math.scalb(0x400 + fraction, exponent - 25);
    }
    return half < 0 ? -magnitude : magnitude;
  }

  /**
   * Rounds to the nearest, ties to even; what is too large becomes infinite.
   *
   * @param value a number
   * @return the 16 bits of the nearest half-precision number
   */
  public static short fromFloat(float value) {
    int sign = (Float.floatToRawIntBits(value) >>> 16) & 0x8000;
    float magnitude = Math.abs(value);
    if (Float.isNaN(magnitude)) {
      return (short) (sign | 0x7E00);
    }
    if (magnitude >= 65520) {
      return (short) (sign | 0x7C00);
    }
    int exponent = Math.max(-14, Math.getExponent(magnitude));
    // In units of the last place the value is small enough for rint to be exact.
    int units = (int) Math.rint(Math.scalb((double) magnitude, 10 - exponent));
    return (short) (sign | (units + ((exponent + 14) << 10)));
  }
}
