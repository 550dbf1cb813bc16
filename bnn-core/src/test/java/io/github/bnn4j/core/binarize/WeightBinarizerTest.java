// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.binarize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import net.jqwik.api.Example;
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
  void constrainingCentresEachRowOfInputChannelsThenClamps(
      @ForAll long seed, @ForAll boolean columnMajor) {
    INDArray weights = weights(seed, 2, 6);
    float[] w = weights.dup('c').data().asFloat();
    INDArray latent = columnMajor ? weights.dup('f') : weights;

    WeightBinarizer.constrain(latent);

    float[] actual = latent.dup('c').data().asFloat();
    for (int i = 0; i < w.length; i++) {
      float mean = 0;
      for (int j = i / 6 * 6; j < i / 6 * 6 + 6; j++) {
        mean += w[j] / 6;
      }
      assertThat(actual[i]).isCloseTo(Math.max(-1, Math.min(1, w[i] - mean)), within(1e-6f));
    }
  }

  @Property(tries = 20)
  void theWeightsOfADepthwiseConvolutionKeepTheirSigns(@ForAll long seed) {
    INDArray weights = weights(seed, 3, 1);
    INDArray before = weights.dup();

    WeightBinarizer.constrain(weights);

    assertThat(WeightBinarizer.signs(weights)).isEqualTo(WeightBinarizer.signs(before));
    assertThat(weights.aminNumber().floatValue()).isPositive();
  }

  @Property(tries = 20)
  void latentWeightsAreClippedAloneOrLeftAsTheyAreOrTheirSigns(@ForAll long seed) {
    INDArray weights = weights(seed, 2, 6);
    INDArray clipped = weights.dup();
    INDArray free = weights.dup();
    INDArray signs = weights.dup();

    LatentConstraint.CLIP.apply(clipped);
    LatentConstraint.NONE.apply(free);
    LatentConstraint.SIGN.apply(signs);

    assertThat(free).isEqualTo(weights);
    assertThat(signs).isEqualTo(WeightBinarizer.signs(weights));
    assertThat(WeightBinarizer.signs(clipped)).isEqualTo(WeightBinarizer.signs(weights));
    assertThat(clipped.amaxNumber().floatValue()).isLessThanOrEqualTo(1);
  }

  @Example
  void whatAPartOfAnArrayIsBroughtBackToLeavesTheRest() {
    for (LatentConstraint constraint : LatentConstraint.values()) {
      INDArray whole = weights(1, 2, 6).muli(3);
      INDArray expected = whole.dup();
      INDArray part = whole.slice(1).dup();
      constraint.apply(part);
      expected.slice(1).assign(part);

      constraint.apply(whole.slice(1));

      assertThat(whole).as(constraint.toString()).isEqualTo(expected);
    }
  }

  @Property(tries = 100)
  void aSignIsPlusOneFromZeroUp(@ForAll float latent) {
    float expected = latent >= 0 ? 1 : -1;

    assertThat(WeightBinarizer.sign(latent)).isEqualTo(expected);
    assertThat(WeightBinarizer.signs(Nd4j.createFromArray(latent)).getFloat(0)).isEqualTo(expected);
  }

  @Example
  void bothZerosArePositive() {
    assertThat(WeightBinarizer.sign(0f)).isEqualTo(1);
    assertThat(WeightBinarizer.sign(-0f)).isEqualTo(1);
    assertThat(WeightBinarizer.signs(Nd4j.createFromArray(0f, -0f)).toFloatVector())
        .containsExactly(1, 1);
  }

  @Example
  void theGradientOfASignPassesUpToOneAndNoFurther() {
    INDArray latent = Nd4j.createFromArray(-1.5f, -1, 0, 1, 1.5f);
    INDArray gradient = Nd4j.createFromArray(1f, 2, 3, 4, 5);

    assertThat(WeightBinarizer.signGradient(latent, gradient).toFloatVector())
        .containsExactly(0, 2, 3, 4, 0);
  }

  @Property(tries = 100)
  void theGradientOfAScaleIsTheDerivativeOfTheProduct(@ForAll long seed) {
    INDArray signs = WeightBinarizer.signs(weights(seed, 2, 5));
    INDArray gradient = weights(seed + 1, 2, 5);
    float[] s = signs.dup('c').data().asFloat();
    float[] g = gradient.dup('c').data().asFloat();

    float[] actual = WeightBinarizer.scaleGradient(signs, gradient).toFloatVector();

    assertThat(actual).hasSize(FILTERS);
    for (int filter = 0; filter < FILTERS; filter++) {
      double expected = 0;
      for (int i = filter * 20; i < filter * 20 + 20; i++) {
        expected += s[i] * g[i];
      }
      assertThat((double) actual[filter]).isCloseTo(expected, within(1e-4));
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

  /** Where latent weights are clamped many of them are exactly there. */
  @Example
  void aWeightOfExactlyOneStillHasAGradient() {
    INDArray latent = Nd4j.createFromArray(1f, -1, 0, -0.5f).reshape(1, 1, 1, 4); // alpha 0.625
    INDArray gradient = Nd4j.createFromArray(1f, 2, 3, 4).reshape(1, 1, 1, 4); // agreement -2

    assertThat(WeightGradient.XNOR_NET.latentGradient(latent, gradient).data().asFloat())
        .containsExactly(0.875f, 1.75f, 2.625f, 3.5f);
    assertThat(WeightGradient.CORRECTED.latentGradient(latent, gradient).data().asFloat())
        .containsExactly(0.5f, 7, 5.5f, 12);
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
