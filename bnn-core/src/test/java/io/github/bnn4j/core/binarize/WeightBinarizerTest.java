// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.binarize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.FloatRange;
import net.jqwik.api.constraints.IntRange;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class WeightBinarizerTest {

  private static final int FILTERS = 3;

  @Property(tries = 100)
  void alphaIsTheLeastSquaresScale(
      @ForAll long seed, @ForAll @FloatRange(min = -1, max = 1) float change) {
    INDArray weights = weights(seed, 2, 5);
    INDArray signs = WeightBinarizer.signs(weights);
    INDArray alpha = WeightBinarizer.alpha(weights);

    double best = squaredDistance(weights, WeightBinarizer.scale(signs, alpha));
    double other = squaredDistance(weights, WeightBinarizer.scale(signs, alpha.add(change)));

    assertThat(best).isLessThanOrEqualTo(other + 1e-5);
  }

  @Property(tries = 100)
  void binarizingTwiceIsBinarizingOnce(@ForAll long seed) {
    INDArray once = binarize(weights(seed, 3, 4));

    assertThat(squaredDistance(once, binarize(once))).isLessThan(1e-10);
  }

  @Property(tries = 100)
  void aPositiveFactorScalesAlphaAndKeepsSigns(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 9) int factor) {
    INDArray weights = weights(seed, 1, 7);

    assertThat(WeightBinarizer.alpha(weights.mul(factor)).toFloatVector())
        .containsExactly(WeightBinarizer.alpha(weights).mul(factor).toFloatVector(), within(1e-5f));
    assertThat(WeightBinarizer.signs(weights.mul(factor)))
        .isEqualTo(WeightBinarizer.signs(weights));
  }

  @Property(tries = 100)
  void constrainedWeightsAreCentredOverTheirInputChannelsAndWithinOne(@ForAll long seed) {
    INDArray weights = weights(seed, 2, 6).muli(0.3);

    WeightBinarizer.constrain(weights);

    assertThat(weights.maxNumber().floatValue()).isLessThanOrEqualTo(1);
    assertThat(weights.minNumber().floatValue()).isGreaterThanOrEqualTo(-1);
    if (weights.amaxNumber().floatValue() < 1) {
      assertThat(weights.mean(3).amaxNumber().floatValue()).isLessThan(1e-6f);
    }
  }

  @Property(tries = 100)
  void theCorrectedGradientHasTheDerivativeOfAlphaTimesTheFilter(@ForAll long seed) {
    INDArray latent = weights(seed, 1, 6).muli(3); // half of it beyond 1
    INDArray gradient = weights(seed + 1, 1, 6);
    int n = 6;
    float[] w = latent.dup('c').data().asFloat();
    float[] g = gradient.dup('c').data().asFloat();

    float[] actual =
        WeightGradient.CORRECTED.latentGradient(latent, gradient).dup('c').data().asFloat();

    for (int i = 0; i < w.length; i++) {
      int first = i / n * n;
      double throughAlpha = 0;
      double alpha = 0;
      for (int j = first; j < first + n; j++) {
        throughAlpha += g[j] * sign(w[j]) * sign(w[i]) / n;
        alpha += Math.abs(w[j]) / n;
      }
      double throughSign = Math.abs(w[i]) <= 1 ? alpha * g[i] : 0;
      assertThat((double) actual[i]).isCloseTo(n * (throughAlpha + throughSign), within(1e-3));
    }
  }

  @Property(tries = 100)
  void thePaperGradientIsItsDiagonal(@ForAll long seed) {
    INDArray latent = weights(seed, 1, 6);
    INDArray gradient = weights(seed + 1, 1, 6);
    float[] w = latent.dup('c').data().asFloat();
    float[] g = gradient.dup('c').data().asFloat();
    float[] alpha = WeightBinarizer.alpha(latent).toFloatVector();

    float[] actual =
        WeightGradient.XNOR_NET.latentGradient(latent, gradient).dup('c').data().asFloat();

    for (int i = 0; i < w.length; i++) {
      double factor = 1 / 6.0 + (Math.abs(w[i]) <= 1 ? alpha[i / 6] : 0);
      assertThat((double) actual[i]).isCloseTo(g[i] * factor, within(1e-4));
    }
  }

  private static INDArray binarize(INDArray weights) {
    return WeightBinarizer.scale(WeightBinarizer.signs(weights), WeightBinarizer.alpha(weights));
  }

  private static double squaredDistance(INDArray a, INDArray b) {
    double distance = a.distance2(b);
    return distance * distance;
  }

  private static int sign(float x) {
    return x >= 0 ? 1 : -1;
  }

  private static INDArray weights(long seed, int kernel, int channels) {
    Random random = new Random(seed);
    float[] values = new float[FILTERS * kernel * kernel * channels];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return Nd4j.createFromArray(values).reshape(FILTERS, kernel, kernel, channels);
  }
}
