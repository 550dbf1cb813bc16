// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.nd4j.linalg.factory.Nd4j;

class SoundValuesTest {

  @Example
  void finiteNumbersAreSoundHoweverLarge() {
    float[] values = {Float.MAX_VALUE, -Float.MAX_VALUE, Float.MIN_VALUE, 0, -0f};

    assertThat(SoundValues.fault("conv.weight", new long[] {5}, values)).isEmpty();
    assertThat(SoundValues.fault("conv.weight", new long[] {0, 3}, new float[0])).isEmpty();
  }

  @Property(tries = 50)
  void whatIsNoFiniteNumberIsNamedWithItsIndex(
      @ForAll @IntRange(max = 1) int i,
      @ForAll @IntRange(max = 2) int j,
      @ForAll @IntRange(max = 3) int k) {
    for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
      float[] values = new float[24];
      values[(i * 3 + j) * 4 + k] = bad;

      assertThat(SoundValues.fault("conv.weight", new long[] {2, 3, 4}, values))
          .contains(
              "conv.weight[" + i + ", " + j + ", " + k + "] is " + bad + ", but must be finite");
    }
  }

  @Example
  void onlyVariancesMustNotBeNegative() {
    float[] values = {0, -1.5f};

    assertThat(SoundValues.fault("norm.running_mean", new long[] {2}, values)).isEmpty();
    assertThat(SoundValues.fault("norm.running_var", new long[] {2}, values))
        .contains("norm.running_var[1] is -1.5, but a variance is at least 0");
  }

  @Example
  void theParametersOfANetworkAreLookedAtInOrder() {
    BatchNorm norm = new BatchNorm(3);
    Map<String, Parameter> parameters =
        Map.of("norm.running_var", norm.runningVariance(), "norm.weight", norm.gamma());
    assertThat(SoundValues.fault(parameters)).isEmpty();

    norm.runningVariance().value().assign(Nd4j.createFromArray(1f, Float.NaN, 1f));

    assertThat(SoundValues.fault(parameters))
        .contains("norm.running_var[1] is NaN, but must be finite");
  }
}
