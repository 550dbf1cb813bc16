// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.engine.pass;

import static io.github.bnn4j.layers.engine.pass.DirectValues.array;
import static io.github.bnn4j.layers.engine.pass.DirectValues.values;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.bnn4j.layers.engine.pass.ChannelKernels.Coefficients;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tag;

/**
 * Compares the passes over the stream of this JVM with their formulas, an element at a time: the
 * portable ones in one lane of the build, the vectorised ones in the other.
 */
@Tag("kernel")
class ResidualKernelsTest {

  private static final float UNTOUCHED = 77;

  private final ResidualKernels kernels = PassKernels.ofThisJvm().residual();

  @Property(tries = 60, shrinking = ShrinkingMode.OFF)
  void aBlockEndsInItsNormalisationTheShortcutAndTheRectifier(
      @ForAll("channels") int channels, @ForAll boolean half, @ForAll long seed) {
    Case c = new Case(channels, seed);
    float[] expected = c.untouched();
    for (int i = c.from * channels; i < c.to * channels; i++) {
      expected[i] = c.end.bend().apply(i % channels, c.u(i));
    }
    Values y = values(c.untouched(), half);

    kernels.end(c.end, c.from, c.to, y, new BlockScratch(channels));

    assertThat(array(y)).containsExactly(array(values(expected, half)));
  }

  @Property(tries = 60, shrinking = ShrinkingMode.OFF)
  void fourSumsGiveTheGradientsOfAllParameters(
      @ForAll("channels") int channels, @ForAll long seed) {
    Case c = new Case(channels, seed);
    Values gradient = c.noise();
    Values shortcutGradient = values(c.untouched(), false);
    BlockScratch scratch = new BlockScratch(channels);
    double[][] expected = new double[4][channels];
    double[] sizes = new double[channels];
    for (int i = c.from * channels; i < c.to * channels; i++) {
      int at = i % channels;
      double g = gradient.get(i);
      double d = g * (c.u(i) > 0 ? 1 : c.end.bend().slope()[at]);
      expected[0][at] += d;
      expected[1][at] += d * c.end.z().get(i);
      expected[2][at] += g;
      expected[3][at] += c.u(i) > 0 ? 0 : g * c.u(i);
      sizes[at] += Math.abs(g) * (1 + Math.abs(c.end.z().get(i)) + Math.abs(c.u(i)));
    }

    kernels.shortcutGradient(c.end, gradient, c.from, c.to, shortcutGradient, scratch);

    for (int k = 0; k < 4; k++) {
      for (int at = 0; at < channels; at++) {
        assertThat(scratch.sums()[k][at])
            .as("sum %s of channel %s", k, at)
            .isCloseTo(expected[k][at], within(1e-5 * (1 + sizes[at])));
      }
    }
  }

  @Property(tries = 60, shrinking = ShrinkingMode.OFF)
  void gradientsOfBothInputsComeOutOfTheTwoPasses(
      @ForAll("channels") int channels,
      @ForAll boolean half,
      @ForAll boolean inPlace,
      @ForAll long seed) {
    Case c = new Case(channels, seed);
    Values gradient = inPlace ? values(c.random(c.positions * channels), false) : c.noise();
    float[] g = array(gradient);
    Coefficients k = new Coefficients(c.random(channels), c.random(channels), c.random(channels));
    Values sumGradient = values(c.untouched(), half);
    Values shortcutGradient = inPlace ? gradient : values(c.untouched(), false);

    BlockScratch scratch = new BlockScratch(channels);
    kernels.shortcutGradient(c.end, gradient, c.from, c.to, shortcutGradient, scratch);
    kernels.sumGradient(c.end.z(), shortcutGradient, k, c.from, c.to, sumGradient, scratch);

    for (int i = 0; i < g.length; i++) {
      int at = i % channels;
      double d = g[i] * (c.u(i) > 0 ? 1 : c.end.bend().slope()[at]);
      double rest = (double) k.b()[at] * c.end.z().get(i);
      double expected = k.a()[at] * d + rest + k.c()[at];
      double size = Math.abs(k.a()[at] * d) + Math.abs(rest) + Math.abs(k.c()[at]);
      double rounding = half ? Math.abs(expected) / 256 : 0;
      assertThat((double) sumGradient.get(i))
          .as("gradient at %s", i)
          .isCloseTo(c.covers(i) ? expected : UNTOUCHED, within(1e-6 * size + rounding));
      assertThat((double) shortcutGradient.get(i))
          .as("gradient of the shortcut at %s", i)
          .isCloseTo(c.covers(i) ? d : inPlace ? g[i] : UNTOUCHED, within(1e-6 * Math.abs(d)));
    }
  }

  @Property(tries = 60, shrinking = ShrinkingMode.OFF)
  void gradientsOfSignsAreGatedAndAdded(
      @ForAll("channels") int channels,
      @ForAll Gate gate,
      @ForAll boolean others,
      @ForAll boolean half,
      @ForAll long seed) {
    Case c = new Case(channels, seed);
    Values gradient = c.noise();
    Optional<Values> other = others ? Optional.of(c.noise()) : Optional.empty();
    float[] threshold = c.random(channels);
    Values result = values(c.untouched(), half);
    BlockScratch scratch = new BlockScratch(channels);

    GatedGradient gated =
        new GatedGradient(c.end.x(), gradient, ChannelScaling.shifted(threshold), gate);
    kernels.gate(gated, other, c.from, c.to, result, scratch);

    double[] sums = new double[channels];
    for (int i = 0; i < c.positions * channels; i++) {
      double d = gate.factor(c.end.x().get(i) + threshold[i % channels]) * gradient.get(i);
      sums[i % channels] += c.covers(i) ? d : 0;
      double expected = d + (others ? other.get().get(i) : 0);
      assertThat((double) result.get(i))
          .as("gradient at %s", i)
          .isCloseTo(
              c.covers(i) ? expected : UNTOUCHED,
              within(1e-6 * (1 + Math.abs(d)) + (half ? Math.abs(expected) / 256 : 0)));
    }
    for (int at = 0; at < channels; at++) {
      assertThat(scratch.sums()[0][at]).isCloseTo(sums[at], within(1e-3));
    }
  }

  @Provide
  Arbitrary<Integer> channels() {
    return Arbitraries.of(1, 10, 16, 33, 48, 64, 192, 320);
  }

  /** The end of a block on noise in either type, of which a range is worked on. */
  private static final class Case {
    private final Random random;
    private final int channels;
    private final int positions;
    private final int from;
    private final int to;
    private final ResidualKernels.End end;

    Case(int channels, long seed) {
      this.random = new Random(seed);
      this.channels = channels;
      this.positions = 1 + random.nextInt(300);
      this.from = random.nextInt(positions);
      this.to = from + random.nextInt(positions - from + 1);
      this.end =
          new ResidualKernels.End(
              noise(),
              noise(),
              new ChannelScaling(random(channels), random(channels), false),
              new ChannelBend(random(channels), random(channels), random(channels)));
    }

    Values noise() {
      return values(random(positions * channels), random.nextBoolean());
    }

    float[] random(int count) {
      float[] floats = new float[count];
      for (int i = 0; i < count; i++) {
        floats[i] = (float) random.nextGaussian();
      }
      return floats;
    }

    float u(int i) {
      return end.u(i % channels, end.z().get(i), end.x().get(i));
    }

    boolean covers(int i) {
      return i >= from * channels && i < to * channels;
    }

    float[] untouched() {
      float[] values = new float[positions * channels];
      Arrays.fill(values, UNTOUCHED);
      return values;
    }
  }
}
