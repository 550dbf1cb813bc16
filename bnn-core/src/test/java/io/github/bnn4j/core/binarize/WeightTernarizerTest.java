// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.binarize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import net.jqwik.api.Assume;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class WeightTernarizerTest {

  /** Weights this close to delta, relative to it, may be rounded to its other side. */
  private static final double MARGIN = 1e-5;

  @Property(tries = 100)
  void weightsAboveDeltaBecomeTheirSignsAndTheirMeanMagnitudeTheScale(
      @ForAll @IntRange(min = 1, max = 5) int filters,
      @ForAll @IntRange(min = 1, max = 4) int channels,
      @ForAll @DoubleRange(min = 0.01, max = 3) double deviation,
      @ForAll long seed) {
    int n = 4 * channels;
    float[] latent = gaussian(filters * n, deviation, seed);
    float[] expectedSigns = new float[latent.length];
    double[] expectedAlpha = new double[filters];
    for (int f = 0; f < filters; f++) {
      double sum = 0;
      for (int i = f * n; i < (f + 1) * n; i++) {
        sum += Math.abs(latent[i]);
      }
      double delta = 0.7 * sum / n;
      double kept = 0;
      int count = 0;
      for (int i = f * n; i < (f + 1) * n; i++) {
        Assume.that(Math.abs(Math.abs(latent[i]) - delta) > MARGIN * delta);
        if (Math.abs(latent[i]) > delta) {
          expectedSigns[i] = latent[i] > 0 ? 1 : -1;
          kept += Math.abs(latent[i]);
          count++;
        }
      }
      expectedAlpha[f] = kept / count;
    }
    INDArray weights = Nd4j.createFromArray(latent).reshape(filters, 2, 2, channels);

    INDArray signs = WeightTernarizer.signs(weights);
    INDArray alpha = WeightTernarizer.alpha(weights);

    assertThat(signs.shape()).isEqualTo(weights.shape());
    assertThat(signs.data().asFloat()).containsExactly(expectedSigns);
    assertThat(alpha.shape()).containsExactly(filters);
    for (int f = 0; f < filters; f++) {
      assertThat(alpha.getDouble(f)).isCloseTo(expectedAlpha[f], within(1e-5 * expectedAlpha[f]));
    }
    assertThat(weights.data().asFloat()).containsExactly(latent);
  }

  @Property(tries = 30)
  void noOtherScaleIsNearerToTheWeights(
      @ForAll @DoubleRange(min = 0.5, max = 1.5) double factor, @ForAll long seed) {
    INDArray weights = Nd4j.createFromArray(gaussian(36, 0.2, seed)).reshape(1, 3, 3, 4);
    INDArray signs = WeightTernarizer.signs(weights);
    double alpha = WeightTernarizer.alpha(weights).getDouble(0);

    assertThat(weights.distance2(signs.mul(alpha)))
        .isLessThanOrEqualTo(weights.distance2(signs.mul(factor * alpha)) + 1e-6);
  }

  @Example
  void aFilterOfZerosStaysZero() {
    INDArray weights = Nd4j.zeros(2, 1, 1, 3);
    weights.putScalar(new int[] {1, 0, 0, 2}, -4);

    assertThat(WeightTernarizer.signs(weights).data().asFloat()).containsExactly(0, 0, 0, 0, 0, -1);
    assertThat(WeightTernarizer.alpha(weights).data().asFloat()).containsExactly(0, 4);
  }

  private static float[] gaussian(int count, double deviation, long seed) {
    Random random = new Random(seed);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) (deviation * random.nextGaussian());
    }
    return values;
  }
}
