// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class HalfFloatTest {

  private static final int INFINITY = 0x7C00;

  /** The values of all halves that are not negative, by their bits; infinity is one step on. */
  private static final double[] VALUES =
      IntStream.rangeClosed(0, INFINITY).mapToDouble(HalfFloatTest::value).toArray();

  private static double value(int bits) {
    int exponent = bits >> 10;
    double fraction = (bits & 0x3FF) / 1024.0;
    return exponent == 0
        ? fraction * Math.pow(2, -14)
        : (1 + fraction) * Math.pow(2, exponent - 15);
  }

  @Example
  void allHalvesAreWidenedExactlyAndSurviveARoundTrip() {
    for (int bits = 0; bits < 0x10000; bits++) {
      float value = HalfFloat.toFloat((short) bits);
      int magnitude = bits & 0x7FFF;
      if (magnitude > INFINITY) {
        assertThat(value).isNaN();
        assertThat(HalfFloat.toFloat(HalfFloat.fromFloat(value))).isNaN();
      } else {
        double expected = magnitude == INFINITY ? Double.POSITIVE_INFINITY : VALUES[magnitude];
        // Compared as objects, so that the two zeros differ.
        assertThat((Double) (double) value)
            .as("half %x", bits)
            .isEqualTo((Double) (bits < 0x8000 ? expected : -expected));
        assertThat(HalfFloat.fromFloat(value)).as("half %x", bits).isEqualTo((short) bits);
      }
    }
  }

  @Property(tries = 20_000)
  void anyFloatBecomesTheNearestHalf(@ForAll int bits) {
    assertRounded(Float.intBitsToFloat(bits));
  }

  @Example
  void whatLiesInTheMiddleBecomesTheEvenOne() {
    for (int lower = 0; lower < INFINITY; lower++) {
      float middle = (float) ((VALUES[lower] + VALUES[lower + 1]) / 2);
      assertRounded(middle);
      assertRounded(-middle);
      assertRounded(Math.nextUp(middle));
      assertRounded(Math.nextDown(middle));
    }
  }

  private static void assertRounded(float value) {
    if (Float.isNaN(value)) {
      assertThat(HalfFloat.toFloat(HalfFloat.fromFloat(value))).isNaN();
      return;
    }
    int sign = Float.floatToIntBits(value) < 0 ? 0x8000 : 0;
    assertThat(HalfFloat.fromFloat(value))
        .as("%s", value)
        .isEqualTo((short) (sign | nearest(Math.abs(value))));
  }

  /** Walks to the last half that is not above the value and looks at the next one. */
  private static int nearest(double value) {
    int lower = 0;
    int step = 1 << 14;
    while (step > 0) {
      if (lower + step <= INFINITY && VALUES[lower + step] <= value) {
        lower += step;
      }
      step /= 2;
    }
    if (lower == INFINITY) {
      return INFINITY;
    }
    double below = value - VALUES[lower];
    double above = VALUES[lower + 1] - value;
    boolean up = above < below || above == below && lower % 2 == 1;
    return up ? lower + 1 : lower;
  }
}
