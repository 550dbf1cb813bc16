// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.engine.pass;

import static io.github.bnn4j.layers.engine.pass.DirectValues.array;
import static io.github.bnn4j.layers.engine.pass.DirectValues.values;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Compares the passes of this JVM with their formulas, an element at a time: the portable ones in
 * one lane of the build, the vectorised ones in the other.
 */
@Tag("kernel")
class ChannelKernelsTest {

  private static final float UNTOUCHED = 77;

  private final ChannelKernels kernels = PassKernels.ofThisJvm().channels();

  @Test
  @org.junit.jupiter.api.Tag("kernel")
  void thePassesAreThoseThisRunAskedFor() {
    String expected = System.getProperty("bnn4j.expectedKernel");
    assumeThat(expected).as("set by the build").isNotNull();

    assertThat(kernels.getClass().getSimpleName())
        .isEqualTo(expected.equals("vector") ? "VectorChannelKernels" : "PortableChannelKernels");
  }

  @Property(tries = 100, shrinking = ShrinkingMode.OFF)
  void sumsAddValues(@ForAll("channels") int channels, @ForAll Fill fill, @ForAll long seed) {
    Case c = new Case(channels, fill, false, seed);
    Scratch scratch = c.startedSums();
    double[] expected = scratch.sums().clone();
    double[] sizes = new double[channels];
    for (int i = c.from * channels; i < c.to * channels; i++) {
      expected[i % channels] += c.x[i];
      sizes[i % channels] += Math.abs(c.x[i]);
    }

    kernels.sums(c.input, c.from, c.to, scratch);

    assertClose(scratch.sums(), expected, sizes);
  }

  @Property(tries = 100, shrinking = ShrinkingMode.OFF)
  void momentsAddValuesAndSquares(
      @ForAll("channels") int channels,
      @ForAll Fill fill,
      @ForAll boolean rectified,
      @ForAll long seed) {
    Case c = new Case(channels, fill, rectified, seed);
    Scratch scratch = c.startedSums();
    double[] expected = scratch.sums().clone();
    double[] expectedSquares = scratch.otherSums().clone();
    double[] sizes = new double[channels];
    for (int i = c.from * channels; i < c.to * channels; i++) {
      double r = rectified ? Math.max(c.x[i], 0) : c.x[i];
      expected[i % channels] += r;
      expectedSquares[i % channels] += r * r;
      sizes[i % channels] += Math.abs(r) + r * r;
    }

    kernels.moments(c.input, rectified, c.from, c.to, scratch);

    assertClose(scratch.sums(), expected, sizes);
    assertClose(scratch.otherSums(), expectedSquares, sizes);
  }

  @Property(tries = 100, shrinking = ShrinkingMode.OFF)
  void signsAreExact(
      @ForAll("channels") int channels,
      @ForAll Fill fill,
      @ForAll boolean rectified,
      @ForAll boolean shuffled,
      @ForAll long seed) {
    Case c = new Case(channels, fill, rectified, seed);
    ByteBuffer signs = ByteBuffer.allocateDirect(c.x.length);
    int groups = groups(channels, c.random);
    ChannelOrder order = new ChannelOrder(channels, shuffled ? groups : 1);

    kernels.signs(c.input, c.scaling, order, c.from, c.to, signs, new Scratch(channels));

    for (int i = 0; i < c.x.length; i++) {
      int source = i - i % channels + order.sources()[i % channels];
      int expected = !c.covers(i) ? 0 : c.v(source) >= 0 ? 1 : -1;
      assertThat((int) signs.get(i)).as("sign of %s at %s", c.x[i], i).isEqualTo(expected);
    }
  }

  @Property(tries = 100, shrinking = ShrinkingMode.OFF)
  void normalizingIsOneMultiplyAddAndPerhapsARectifier(
      @ForAll("channels") int channels,
      @ForAll Fill fill,
      @ForAll boolean rectified,
      @ForAll boolean relu,
      @ForAll boolean half,
      @ForAll long seed) {
    Case c = new Case(channels, fill, rectified, seed);
    float[] expected = c.untouched();
    for (int i = c.from * channels; i < c.to * channels; i++) {
      expected[i] = relu ? Math.max(c.v(i), 0) : c.v(i);
    }
    Values y = values(c.untouched(), half);

    kernels.normalize(c.input, c.scaling, c.from, c.to, relu, y, new Scratch(channels));

    assertThat(array(y)).containsExactly(array(values(expected, half)));
  }

  @Property(tries = 100, shrinking = ShrinkingMode.OFF)
  void gradientMomentsAddGatedGradientsAndTheirProducts(
      @ForAll("channels") int channels,
      @ForAll Fill fill,
      @ForAll boolean rectified,
      @ForAll Gate gate,
      @ForAll boolean half,
      @ForAll long seed) {
    Case c = new Case(channels, fill, rectified, seed);
    Values gradient = values(Fill.NOISE.floats(c.random, c.x.length), half);
    Scratch scratch = c.startedSums();
    double[] expected = scratch.sums().clone();
    double[] expectedProducts = scratch.otherSums().clone();
    double[] sizes = new double[channels];
    for (int i = c.from * channels; i < c.to * channels; i++) {
      double d = factor(gate, c.v(i)) * gradient.get(i);
      expected[i % channels] += d;
      expectedProducts[i % channels] += d * c.r(i);
      sizes[i % channels] += Math.abs(gradient.get(i)) * (2 + 2 * Math.abs(c.r(i)));
    }

    kernels.gradientMoments(
        new GatedGradient(c.input, gradient, c.scaling, gate), c.from, c.to, scratch);

    assertClose(scratch.sums(), expected, sizes);
    assertClose(scratch.otherSums(), expectedProducts, sizes);
  }

  @Property(tries = 100, shrinking = ShrinkingMode.OFF)
  void inputGradientsAreALinearFormThatARectifierBlocks(
      @ForAll("channels") int channels,
      @ForAll Fill fill,
      @ForAll boolean rectified,
      @ForAll Gate gate,
      @ForAll boolean half,
      @ForAll boolean halfResult,
      @ForAll long seed) {
    Case c = new Case(channels, fill, rectified, seed);
    Values gradient = values(Fill.NOISE.floats(c.random, c.x.length), half);
    ChannelKernels.Coefficients k =
        new ChannelKernels.Coefficients(
            Fill.NOISE.floats(c.random, channels),
            Fill.NOISE.floats(c.random, channels),
            Fill.NOISE.floats(c.random, channels));
    Values inputGradient = values(c.untouched(), halfResult);

    GatedGradient gated = new GatedGradient(c.input, gradient, c.scaling, gate);
    kernels.inputGradient(gated, k, c.from, c.to, inputGradient, new Scratch(channels));

    for (int i = 0; i < c.x.length; i++) {
      int at = i % channels;
      boolean blocked = rectified && c.x[i] <= 0;
      double d = (double) k.a()[at] * factor(gate, c.v(i)) * gradient.get(i);
      double rest = (double) k.b()[at] * c.r(i);
      double expected = !c.covers(i) ? UNTOUCHED : blocked ? 0 : d + rest + k.c()[at];
      double size = blocked ? 0 : Math.abs(d) + Math.abs(rest) + Math.abs(k.c()[at]);
      double rounding = halfResult ? Math.abs(expected) / 256 : 0;
      assertThat((double) inputGradient.get(i))
          .as("gradient by %s at %s", c.x[i], i)
          .isCloseTo(expected, within(1e-6 * size + rounding));
    }
  }

  @Property(tries = 100, shrinking = ShrinkingMode.OFF)
  void channelsGoBackToWhereTheyComeFrom(
      @ForAll("channels") int channels, @ForAll boolean half, @ForAll long seed) {
    Case c = new Case(channels, Fill.NOISE, false, seed);
    ChannelOrder order = new ChannelOrder(channels, groups(channels, c.random));
    Values ordered = values(Fill.NOISE.floats(c.random, c.x.length), half);
    float[] expected = c.untouched();
    for (int i = c.from * channels; i < c.to * channels; i++) {
      expected[i - i % channels + order.sources()[i % channels]] = ordered.get(i);
    }
    Values restored = values(c.untouched(), half);

    kernels.restoreOrder(ordered, order, c.from, c.to, restored, new Scratch(channels));

    assertThat(array(restored)).containsExactly(array(values(expected, half)));
  }

  private static int groups(int channels, Random random) {
    int[] divisors = IntStream.rangeClosed(1, channels).filter(d -> channels % d == 0).toArray();
    return divisors[random.nextInt(divisors.length)];
  }

  @Provide
  Arbitrary<Integer> channels() {
    return Arbitraries.of(1, 10, 16, 33, 48, 192, 256);
  }

  /** What the activations are: noise, or values at which something changes. */
  enum Fill {
    NOISE,
    ZEROS,
    NEGATIVE_ZEROS,
    ONES,
    MINUS_ONES,
    EDGES;

    float[] floats(Random random, int count) {
      float[] edges = {0, -0.0f, 1, -1, Math.nextDown(1f), Math.nextUp(-1f), Float.MIN_VALUE};
      float[] floats = new float[count];
      for (int i = 0; i < count; i++) {
        floats[i] =
            switch (this) {
              case NOISE -> (float) random.nextGaussian();
              case ZEROS -> 0;
              case NEGATIVE_ZEROS -> -0.0f;
              case ONES -> 1;
              case MINUS_ONES -> -1;
              case EDGES -> edges[random.nextInt(edges.length)];
            };
      }
      return floats;
    }
  }

  /**
   * Activations of either type, of which a range is worked on. Edges are not moved by their
   * scaling.
   */
  private static final class Case {
    private final Random random;
    private final int channels;
    private final int from;
    private final int to;
    private final Values input;
    private final float[] x;
    private final ChannelScaling scaling;

    Case(int channels, Fill fill, boolean rectified, long seed) {
      this.random = new Random(seed);
      this.channels = channels;
      int positions = 1 + random.nextInt(300);
      this.from = random.nextInt(positions);
      this.to = from + random.nextInt(positions - from + 1);
      this.input = values(fill.floats(random, positions * channels), random.nextBoolean());
      this.x = array(input);
      boolean moved = fill == Fill.NOISE;
      float[] ones = Fill.ONES.floats(random, channels);
      this.scaling =
          new ChannelScaling(
              moved ? Fill.NOISE.floats(random, channels) : ones,
              moved ? Fill.NOISE.floats(random, channels) : new float[channels],
              rectified);
    }

    /** Sums that are not zero, to be added to. */
    Scratch startedSums() {
      Scratch scratch = new Scratch(channels);
      for (int c = 0; c < channels; c++) {
        scratch.sums()[c] = random.nextDouble();
        scratch.otherSums()[c] = random.nextDouble();
      }
      return scratch;
    }

    boolean covers(int i) {
      return i >= from * channels && i < to * channels;
    }

    float r(int i) {
      return scaling.rectified() ? Math.max(x[i], 0) : x[i];
    }

    float v(int i) {
      int c = i % channels;
      return Math.fma(scaling.scale()[c], r(i), scaling.shift()[c]);
    }

    float[] untouched() {
      float[] values = new float[x.length];
      Arrays.fill(values, UNTOUCHED);
      return values;
    }
  }

  private static double factor(Gate gate, double v) {
    return switch (gate) {
      case OPEN -> 1;
      case POSITIVE -> v > 0 ? 1 : 0;
      case CLIPPED -> Math.abs(v) < 1 ? 1 : 0;
      case TRIANGLE -> Math.max(0, 2 - 2 * Math.abs(v));
    };
  }

  @Property(tries = 100, shrinking = ShrinkingMode.OFF)
  void gradientsAreRoundedToTheNearestBfloat16TheEvenOneOfTwo(
      @ForAll("channels") int channels, @ForAll long seed) {
    // d = 1 * gradient: what comes out is the gradient, rounded
    Case c = new Case(channels, Fill.ONES, false, seed);
    float[] gradient = new float[c.x.length];
    for (int i = 0; i < gradient.length; i++) {
      int upper = c.random.nextInt(0x7F00) << 16;
      int lower = c.random.nextBoolean() ? 0x8000 : c.random.nextInt(0x10000);
      gradient[i] = Float.intBitsToFloat(upper | lower) * (c.random.nextBoolean() ? 1 : -1);
    }
    ChannelKernels.Coefficients identity =
        new ChannelKernels.Coefficients(
            Fill.ONES.floats(c.random, channels), new float[channels], new float[channels]);
    Values result = values(c.untouched(), true);

    kernels.inputGradient(
        new GatedGradient(c.input, values(gradient, false), c.scaling, Gate.OPEN),
        identity,
        c.from,
        c.to,
        result,
        new Scratch(channels));

    for (int i = c.from * channels; i < c.to * channels; i++) {
      float below = Float.intBitsToFloat(Float.floatToIntBits(gradient[i]) & 0xFFFF0000);
      float above = Float.intBitsToFloat(Float.floatToIntBits(below) + 0x10000);
      double toBelow = Math.abs((double) gradient[i] - below);
      double toAbove = Math.abs((double) above - gradient[i]);
      boolean belowIsEven = (Float.floatToIntBits(below) >> 16 & 1) == 0;
      boolean down = toBelow < toAbove || toBelow == toAbove && belowIsEven;
      assertThat(result.get(i)).as("%s in bfloat16", gradient[i]).isEqualTo(down ? below : above);
    }
  }

  /** Sums may be in float a tile at a time. */
  private static void assertClose(double[] actual, double[] expected, double[] sizes) {
    for (int c = 0; c < actual.length; c++) {
      assertThat(actual[c])
          .as("sum of channel %s", c)
          .isCloseTo(expected[c], within(1e-5 * (1 + sizes[c])));
    }
  }
}
