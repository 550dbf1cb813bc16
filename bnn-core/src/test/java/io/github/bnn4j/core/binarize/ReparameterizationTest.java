// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.binarize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class ReparameterizationTest {

  private static final Reparameterization STANDARDISED = new Reparameterization.Standardised();

  @Property(tries = 30)
  void standardisedFiltersHaveTheMeanZeroAndAQuarterOfADeviation(
      @ForAll @IntRange(min = 1, max = 4) int filters,
      @ForAll @DoubleRange(min = 0.01, max = 2) double deviation,
      @ForAll long seed) {
    INDArray v = STANDARDISED.forward(weights(filters, deviation, seed));

    for (int f = 0; f < filters; f++) {
      INDArray filter = v.slice(f);
      assertThat(filter.meanNumber().doubleValue()).isCloseTo(0, within(1e-5));
      assertThat(filter.mul(filter).meanNumber().doubleValue()).isCloseTo(1 / 16.0, within(1e-4));
    }
  }

  @Example
  void aFilterOfEqualWeightsHasNoDeviationAndStaysANumber() {
    double[] equal = {0.5, 0.5, 0.5, 0.5};

    assertThat(STANDARDISED.forward(equal, 1)).containsOnly(0);
    assertThat(STANDARDISED.backward(equal, new double[] {1, 2, 3, 4}, 1))
        .doesNotContain(Double.NaN)
        .isSorted();
  }

  /** Neither moving nor scaling a filter changes what comes out, so no gradient goes there. */
  @Property(tries = 30)
  void theGradientNeitherMovesNorScalesAFilter(@ForAll long seed) {
    INDArray latent = weights(2, 0.3, seed);
    INDArray gradient = STANDARDISED.backward(latent, weights(2, 1, seed + 1));

    for (int f = 0; f < 2; f++) {
      INDArray g = gradient.slice(f);
      INDArray w = latent.slice(f);
      assertThat(g.sumNumber().doubleValue()).isCloseTo(0, within(1e-4));
      assertThat(g.mul(w.sub(w.meanNumber())).sumNumber().doubleValue()).isCloseTo(0, within(1e-4));
    }
  }

  @Property(tries = 20)
  void gradientsAreThoseOfDifferences(@ForAll long seed) {
    INDArray latent = weights(2, 0.3, seed).castTo(DataType.DOUBLE);
    INDArray pull = weights(2, 1, seed + 1).castTo(DataType.DOUBLE);
    INDArray gradient = STANDARDISED.backward(latent, pull);
    for (long i = 0; i < latent.length(); i++) {
      double there = latent.getDouble(i);
      latent.putScalar(i, there + 1e-6);
      double above = STANDARDISED.forward(latent).mul(pull).sumNumber().doubleValue();
      latent.putScalar(i, there - 1e-6);
      double below = STANDARDISED.forward(latent).mul(pull).sumNumber().doubleValue();
      latent.putScalar(i, there);

      assertThat(gradient.getDouble(i)).isCloseTo((above - below) / 2e-6, within(1e-4));
    }
  }

  @Property(tries = 20)
  void recuClampsTheTailsAndStopsTheirGradients(
      @ForAll @DoubleRange(min = 0.6, max = 0.98) double tau, @ForAll long seed) {
    INDArray latent = weights(3, 0.3, seed);
    INDArray standard = STANDARDISED.forward(latent);
    INDArray pull = weights(3, 1, seed + 1);
    double sum = 0;
    for (long i = 0; i < standard.length(); i++) {
      sum += Math.abs(standard.getDouble(i));
    }
    double most = -sum / standard.length() * Math.log(2 - 2 * tau);
    INDArray clamped = standard.dup();
    INDArray passed = pull.dup();
    for (long i = 0; i < standard.length(); i++) {
      double value = standard.getDouble(i);
      clamped.putScalar(i, Math.max(-most, Math.min(most, value)));
      passed.putScalar(i, Math.abs(value) <= most ? pull.getDouble(i) : 0);
    }

    Reparameterization recu = new Reparameterization.Recu(tau);
    assertThat(recu.forward(latent).equalsWithEps(clamped, 1e-5)).isTrue();
    assertThat(
            recu.backward(latent, pull).equalsWithEps(STANDARDISED.backward(latent, passed), 1e-4))
        .isTrue();
  }

  @Example
  void tauGoesFromItsFirstToItsLast() {
    Reparameterization.Recu recu = new Reparameterization.Recu();

    assertThat(recu.at(0).tau()).isEqualTo(0.85);
    assertThat(recu.at(0.5).tau()).isBetween(0.85, 0.92);
    assertThat(recu.at(1).tau()).isCloseTo(0.99, within(1e-12));
    assertThatThrownBy(() -> new Reparameterization.Recu(0.5))
        .hasMessage("The quantile of ReCU is above 0.5 and below 1, not 0.5.");
  }

  @Example
  void withoutAReparameterizationNothingIsChangedOrCopied() {
    INDArray latent = weights(1, 1, 1);

    assertThat(new Reparameterization.None().forward(latent)).isSameAs(latent);
    assertThat(new Reparameterization.None().at(0.5)).isEqualTo(new Reparameterization.None());
  }

  private static INDArray weights(int filters, double deviation, long seed) {
    Random random = new Random(seed);
    float[] values = new float[filters * 12];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (0.1 + deviation * random.nextGaussian());
    }
    return Nd4j.createFromArray(values).reshape(filters, 2, 2, 3);
  }
}
