// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.packed.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.bnn4j.core.bit.BitTensor;
import io.github.bnn4j.core.shape.ConvGeometry;
import io.github.bnn4j.core.shape.FeatureShape;
import io.github.bnn4j.core.shape.Window;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The records that a packed network is made of: what they refuse, and when two are equal. */
class PackedLayerTest {
  private static final float NAN = Float.NaN;
  private static final float INFINITE = Float.POSITIVE_INFINITY;
  private static final ConvGeometry POINTS = new ConvGeometry(2, 1, 1, 1, 0, 1);

  static Stream<Arguments> refused() {
    return Stream.of(
        refusal("kernel", () -> new Window(0, 1, 0)),
        refusal("not 256", () -> new Window(256, 1, 0)),
        refusal("stride", () -> new Window(3, 0, 0)),
        refusal("not 256", () -> new Window(3, 256, 0)),
        refusal("0 to 2, not -1", () -> new Window(3, 1, -1)),
        refusal("0 to 2, not 3", () -> new Window(3, 1, 3)),
        refusal("does not fit on a side of 2", () -> new Window(5, 1, 1).rows().outputSize(2)),
        refusal("[0, 1, 1]", () -> value(ValueKind.INT, 0, 1, 1)),
        refusal("[1, 0, 1]", () -> value(ValueKind.INT, 1, 0, 1)),
        refusal("[1, 1, 0]", () -> value(ValueKind.INT, 1, 1, 0)),
        refusal("limit", () -> value(ValueKind.INT, 4096, 4096, 2)),
        refusal("limit", () -> value(ValueKind.INT, 1 << 16, 1 << 16, 1)),
        refusal("not 0 and 4", () -> new ConvGeometry(0, 4, 1, 1, 0, 1)),
        refusal("not 4 and 0", () -> new ConvGeometry(4, 0, 1, 1, 0, 1)),
        refusal("not 65536 and 4", () -> new ConvGeometry(65_536, 4, 1, 1, 0, 1)),
        refusal("not 4 and 65536", () -> new ConvGeometry(4, 65_536, 1, 1, 0, 1)),
        refusal("which 0 does not", () -> new ConvGeometry(4, 4, 1, 1, 0, 0)),
        refusal("which 3 does not", () -> new ConvGeometry(4, 6, 1, 1, 0, 3)),
        refusal("which 3 does not", () -> new ConvGeometry(6, 4, 1, 1, 0, 3)),
        refusal("at most", () -> new ConvGeometry(65_535, 65_535, 1, 1, 0, 1)),
        refusal("at most", () -> new ConvGeometry(1024, 1024, 17, 1, 0, 1)),
        refusal("not 1 and 2", () -> new ImageSpec(1, 1, 2, floats(0), floats(1, 1))),
        refusal("not 2 and 3", () -> new ImageSpec(1, 1, 2, floats(0, 0), floats(1, 1, 1))),
        refusal("Channel 1", () -> new ImageSpec(1, 1, 2, floats(0, NAN), floats(1, 1))),
        refusal("Channel 0", () -> new ImageSpec(1, 1, 1, floats(0), floats(INFINITE))),
        refusal("Channel 0", () -> new ImageSpec(1, 1, 1, floats(0), floats(0))),
        refusal("Channel 0", () -> new ImageSpec(1, 1, 1, floats(0), floats(-1))),
        refusal("Channel 0", () -> new ImageSpec(1, 1, 1, floats(0), floats(Float.MIN_VALUE))),
        refusal("not 1 and 2", () -> new Affine(floats(1), floats(1, 2))),
        refusal("not 0 and 0", () -> new Affine(floats(), floats())),
        refusal("channel 1", () -> new Affine(floats(1, NAN), floats(1, 2))),
        refusal("channel 0", () -> new Affine(floats(1), floats(INFINITE))),
        refusal("not 1, 2 and 1", () -> new Prelu(floats(1), floats(1, 2), floats(1))),
        refusal("not 1, 1 and 2", () -> new Prelu(floats(1), floats(1), floats(1, 2))),
        refusal("not 0, 0 and 0", () -> new Prelu(floats(), floats(), floats())),
        refusal("channel 1", () -> new Prelu(floats(1, NAN), floats(1, 1), floats(1, 1))),
        refusal("channel 0", () -> new Prelu(floats(1), floats(INFINITE), floats(1))),
        refusal("channel 0", () -> new Prelu(floats(1), floats(1), floats(NAN))),
        refusal("2 weights, not 1", () -> new FloatConv2d(POINTS, floats(1), floats(0))),
        refusal("1 biases, not 2", () -> new FloatConv2d(POINTS, floats(1, 2), floats(0, 0))),
        refusal("weights", () -> new FloatConv2d(POINTS, floats(1, NAN), floats(0))),
        refusal("biases", () -> new FloatConv2d(POINTS, floats(1, 2), floats(NAN))),
        refusal("2 weights, not 3", () -> new BitConv2d(POINTS, signs(1, 1, 1))),
        refusal("not 1 and 2", () -> new FloatThreshold(floats(1, 2), signs(1))),
        refusal("NaN", () -> new FloatThreshold(floats(NAN), signs(1))),
        refusal("not 2 and 1", () -> new IntThreshold(ints(1), signs(1, 1))),
        refusal("not 1, 2 and 1", () -> pooled(ints(1), new int[2][2], signs(1))),
        refusal("not 1, 1 and 2", () -> pooled(ints(1), new int[1][2], signs(1, 1))),
        refusal("1 taps needs 2 limits", () -> pooled(ints(1), new int[1][1], signs(1))),
        refusal("not 0", () -> new Shuffle(0)),
        refusal("2 groups", () -> new Shuffle(2).outputShape(bits(3))));
  }

  @ParameterizedTest(name = "{index}: {0}")
  @MethodSource
  void refused(String saying, ThrowingCallable call) {
    assertThatIllegalArgumentException().isThrownBy(call).withMessageContaining(saying);
  }

  @Test
  void theLargestSizesAreTaken() {
    assertThatCode(() -> new Window(255, 255, 254)).doesNotThrowAnyException();
    assertThatCode(() -> value(ValueKind.INT, 4096, 4096, 1)).doesNotThrowAnyException();
    assertThatCode(() -> new ConvGeometry(65_535, 4096, 1, 1, 0, 1)).doesNotThrowAnyException();
    assertThatCode(() -> new ConvGeometry(16_384, 16_384, 1, 1, 0, 1)).doesNotThrowAnyException();
    assertThat(new Window(5, 1, 1).rows().outputSize(3)).isEqualTo(1);
  }

  static Stream<PackedLayer> needsOtherChannels() {
    return Stream.of(
        new BitConv2d(POINTS, signs(1, -1)),
        new FloatConv2d(POINTS, floats(1, 2), floats(0)),
        new Affine(floats(1, 2), floats(0, 0)),
        new Prelu(floats(1, 2), floats(0, 0), floats(0, 0)),
        new FloatThreshold(floats(1, 2), signs(1, 1)),
        new IntThreshold(ints(1, 2), signs(1, 1)),
        pooled(ints(1, 2), new int[2][2], signs(1, 1)));
  }

  @ParameterizedTest
  @MethodSource
  void needsOtherChannels(PackedLayer layer) {
    for (ValueKind kind : ValueKind.values()) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> layer.outputShape(value(kind, 3, 3, 5)));
    }
  }

  /** Two of each record from the same numbers, and some that differ in one thing each. */
  static Stream<Arguments> equality() {
    return Stream.of(
        equality(
            () -> new Affine(floats(1, 2), floats(3, 4)),
            new Affine(floats(1, 3), floats(3, 4)),
            new Affine(floats(1, 2), floats(3, 5))),
        equality(
            () -> new Prelu(floats(1, 2), floats(3, 4), floats(5, 6)),
            new Prelu(floats(1, 3), floats(3, 4), floats(5, 6)),
            new Prelu(floats(1, 2), floats(3, 5), floats(5, 6)),
            new Prelu(floats(1, 2), floats(3, 4), floats(5, 7))),
        equality(
            () -> new FloatConv2d(POINTS, floats(1, 2), floats(3)),
            new FloatConv2d(new ConvGeometry(2, 1, 1, 2, 0, 1), floats(1, 2), floats(3)),
            new FloatConv2d(POINTS, floats(1, 3), floats(3)),
            new FloatConv2d(POINTS, floats(1, 2), floats(4))),
        equality(
            () -> new FloatThreshold(floats(1, 2), signs(1, -1)),
            new FloatThreshold(floats(1, 3), signs(1, -1)),
            new FloatThreshold(floats(1, 2), signs(1, 1))),
        equality(
            () -> new IntThreshold(ints(1, 2), signs(1, -1)),
            new IntThreshold(ints(1, 3), signs(1, -1)),
            new IntThreshold(ints(1, 2), signs(1, 1))),
        equality(
            () -> pooled(ints(1), new int[][] {{2, 3}}, signs(1)),
            pooled(ints(2), new int[][] {{2, 3}}, signs(1)),
            pooled(ints(1), new int[][] {{2, 4}}, signs(1)),
            pooled(ints(1), new int[][] {{2, 3}}, signs(-1)),
            new AvgPoolThreshold(new Window(1, 2, 0), ints(1), new int[][] {{2, 3}}, signs(1))),
        equality(
            () -> new ImageSpec(2, 3, 1, floats(1), floats(2)),
            new ImageSpec(3, 3, 1, floats(1), floats(2)),
            new ImageSpec(2, 2, 1, floats(1), floats(2)),
            new ImageSpec(2, 3, 1, floats(2), floats(2)),
            new ImageSpec(2, 3, 1, floats(1), floats(1))));
  }

  @ParameterizedTest
  @MethodSource
  void equality(Supplier<Object> made, List<Object> others) {
    Object one = made.get();
    assertThat(made.get()).isEqualTo(one).hasSameHashCodeAs(one).isNotEqualTo("another kind");
    assertThat(others).doesNotContain(one).anyMatch(other -> other.hashCode() != one.hashCode());
    assertThat(one.toString()).startsWith(one.getClass().getSimpleName()).doesNotContain("@");
  }

  @Test
  void arraysAreCopiedBothWays() {
    float[] scale = floats(1);
    Affine affine = new Affine(scale, floats(2));
    int[][] limit = {{2, 3}};
    AvgPoolThreshold pooled = pooled(ints(1), limit, signs(1));

    scale[0] = 9;
    affine.scale()[0] = 9;
    affine.shift()[0] = 9;
    limit[0][0] = 9;
    pooled.limit()[0][0] = 9;
    pooled.cut()[0] = 9;

    assertThat(affine).isEqualTo(new Affine(floats(1), floats(2)));
    assertThat(pooled).isEqualTo(pooled(ints(1), new int[][] {{2, 3}}, signs(1)));
  }

  private static Arguments refusal(String saying, ThrowingCallable call) {
    return Arguments.of(saying, call);
  }

  private static Arguments equality(Supplier<Object> made, Object... others) {
    return Arguments.of(made, List.of(others));
  }

  private static AvgPoolThreshold pooled(int[] cut, int[][] limit, BitTensor flip) {
    return new AvgPoolThreshold(new Window(1, 1, 0), cut, limit, flip);
  }

  private static ValueShape value(ValueKind kind, int height, int width, int channels) {
    return new ValueShape(kind, new FeatureShape(height, width, channels));
  }

  private static ValueShape bits(int channels) {
    return value(ValueKind.BITS, 1, 1, channels);
  }

  private static BitTensor signs(float... values) {
    return BitTensor.ofSigns(values, values.length);
  }

  private static float[] floats(float... values) {
    return values;
  }

  private static int[] ints(int... values) {
    return values;
  }
}
