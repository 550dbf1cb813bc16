// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.engine.pass;

import static io.github.bnn4j.layers.engine.pass.DirectValues.values;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.IntRange;

/**
 * Compares the rounding of this JVM with its formulas, an element at a time: the portable one in
 * one lane of the build, the vectorised one in the other.
 */
@Tag("kernel")
class RoundingKernelsTest {

  private final RoundingKernels kernels = PassKernels.ofThisJvm().rounding();

  @Property(tries = 60, shrinking = ShrinkingMode.OFF)
  void eachGradientTimesItsFactorIsRoundedToTheNearestAndTheLargestIsFound(
      @ForAll("rows") int row,
      @ForAll @IntRange(min = 0, max = 5) int rows,
      @ForAll @IntRange(min = 0, max = 3) int quarters,
      @ForAll boolean half,
      @ForAll long seed) {
    Random random = new Random(seed);
    Values gradient = values(random(random, 6 * row, 30), half);
    int to = rows * row + row * quarters / 4;
    int from = 4 * random.nextInt(to / 4 + 1);
    float[] factors = random(random, row, 1);
    ByteBuffer rounded = ByteBuffer.allocateDirect(to - from);

    float largest = kernels.largest(gradient, from, to, factors);
    kernels.round(gradient, from, to, factors, rounded);

    float expected = 0;
    for (int i = 0; i < to - from; i++) {
      float product = factors[i % row] * gradient.get(from + i);
      expected = Math.max(expected, Math.abs(product));
      assertThat((int) rounded.get(i)).as("of %s", product).isEqualTo((int) Math.rint(product));
    }
    assertThat(largest).isEqualTo(expected);
  }

  @Property(tries = 60, shrinking = ShrinkingMode.OFF)
  void halvesAreRoundedToTheEvenNeighbour(@ForAll @IntRange(min = -254, max = 254) int doubled) {
    float[] factors = new float[64];
    Arrays.fill(factors, 0.5f);
    float[] gradients = new float[64];
    Arrays.fill(gradients, doubled);
    ByteBuffer rounded = ByteBuffer.allocateDirect(64);

    kernels.round(values(gradients, true), 0, 64, factors, rounded);

    assertThat((int) rounded.get(63)).isEqualTo((int) Math.rint(doubled / 2.0));
  }

  @Example
  void whatIsNoFiniteNumberIsNotHidden() {
    for (float bad : List.of(Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY)) {
      for (boolean half : List.of(true, false)) {
        float[] gradients = random(new Random(1), 64, 1);
        gradients[37] = bad;
        float[] factors = random(new Random(2), 64, 1);

        float largest = kernels.largest(values(gradients, half), 0, 64, factors);

        assertThat(Float.isFinite(largest)).isFalse();
      }
    }
  }

  @Provide
  Arbitrary<Integer> rows() {
    return Arbitraries.of(4, 12, 64, 192, 256, 320);
  }

  private static float[] random(Random random, int count, float size) {
    float[] floats = new float[count];
    for (int i = 0; i < count; i++) {
      floats[i] = size * (2 * random.nextFloat() - 1);
    }
    return floats;
  }
}
