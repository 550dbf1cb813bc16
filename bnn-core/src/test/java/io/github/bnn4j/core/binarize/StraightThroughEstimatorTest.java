// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.binarize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.bnn4j.core.binarize.StraightThroughEstimator.ApproxSign;
import io.github.bnn4j.core.binarize.StraightThroughEstimator.ClippedIdentity;
import io.github.bnn4j.core.binarize.StraightThroughEstimator.ErrorDecay;
import io.github.bnn4j.core.binarize.StraightThroughEstimator.SwishSign;
import java.util.function.DoubleUnaryOperator;
import net.jqwik.api.Assume;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.FloatRange;
import org.nd4j.linalg.factory.Nd4j;

class StraightThroughEstimatorTest {

  @Example
  void theSignOfZeroIsPlusOne() {
    float[] signs =
        new ClippedIdentity()
            .forward(Nd4j.createFromArray(0f, -0f, 1e-30f, -1e-30f))
            .toFloatVector();

    assertThat(signs).containsExactly(1, 1, 1, -1);
  }

  @Property(tries = 200)
  void clippedIdentityPassesInsideOneAndStopsOutside(
      @ForAll @FloatRange(min = -3, max = 3) float x) {
    assertThat(derivative(new ClippedIdentity(), x)).isEqualTo(Math.abs(x) < 1 ? 1 : 0);
  }

  @Example
  void clippedIdentityStopsAtOneItself() {
    assertThat(derivative(new ClippedIdentity(), 1)).isZero();
    assertThat(derivative(new ClippedIdentity(), -1)).isZero();
  }

  @Property(tries = 200)
  void approxSignIsTheDerivativeOfItsFunction(@ForAll @FloatRange(min = -3, max = 3) float x) {
    DoubleUnaryOperator function = v -> Math.abs(v) >= 1 ? Math.signum(v) : 2 * v - v * Math.abs(v);

    assertThat((double) derivative(new ApproxSign(), x))
        .isCloseTo(slope(function, x), within(1e-4));
  }

  @Property(tries = 200)
  void clippedIdentityIsTheDerivativeOfTheClampedIdentity(
      @ForAll @FloatRange(min = -3, max = 3) float x) {
    Assume.that(Math.abs(Math.abs(x) - 1) > 1e-4); // its corners have no derivative

    assertThat((double) derivative(new ClippedIdentity(), x))
        .isCloseTo(slope(v -> Math.max(-1, Math.min(1, v)), x), within(1e-4));
  }

  @Property(tries = 200)
  void swishSignIsTheDerivativeOfItsFunction(
      @ForAll @DoubleRange(min = 0.5, max = 10) double beta,
      @ForAll @FloatRange(min = -4, max = 4) float x) {
    DoubleUnaryOperator function =
        v -> {
          double sigmoid = 1 / (1 + Math.exp(-beta * v));
          return 2 * sigmoid * (1 + beta * v * (1 - sigmoid)) - 1;
        };

    assertThat((double) derivative(new SwishSign(beta), x))
        .isCloseTo(slope(function, x), within(1e-4));
  }

  @Property(tries = 200)
  void errorDecayIsTheDerivativeOfItsFunction(
      @ForAll @DoubleRange(min = 0, max = 1) double progress,
      @ForAll @FloatRange(min = -4, max = 4) float x) {
    ErrorDecay estimator = new ErrorDecay().at(progress);
    double t = estimator.t();

    assertThat((double) derivative(estimator, x))
        .isCloseTo(slope(v -> Math.max(1 / t, 1) * Math.tanh(t * v), x), within(1e-4));
  }

  @Property(tries = 50)
  void theOthersAreTheSameThroughoutATraining(
      @ForAll @DoubleRange(min = 0, max = 1) double progress) {
    assertThat(new ClippedIdentity().at(progress)).isEqualTo(new ClippedIdentity());
    assertThat(new ApproxSign().at(progress)).isEqualTo(new ApproxSign());
    assertThat(new SwishSign(3).at(progress)).isEqualTo(new SwishSign(3));
  }

  @Example
  void progressIsZeroToOne() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ApproxSign().at(-0.1))
        .withMessage("Progress must be 0 to 1, not -0.1.");
  }

  @Example
  void errorDecayGoesFromATenthToTen() {
    assertThat(new ErrorDecay().t()).isEqualTo(new ErrorDecay().at(0).t());
    assertThat(new ErrorDecay().at(0).t()).isCloseTo(0.1, within(1e-12));
    assertThat(new ErrorDecay().at(1).t()).isCloseTo(10, within(1e-12));
    assertThatIllegalArgumentException().isThrownBy(() -> new ErrorDecay().at(1.1));
  }

  @Property(tries = 50)
  void theWayBackMultipliesWithTheDerivative(
      @ForAll @FloatRange(min = -2, max = 2) float x,
      @ForAll @FloatRange(min = -9, max = 9) float gradient) {
    StraightThroughEstimator estimator = new SwishSign(5);

    float back =
        estimator.backward(Nd4j.createFromArray(x), Nd4j.createFromArray(gradient)).getFloat(0);

    assertThat(back).isEqualTo(derivative(estimator, x) * gradient);
  }

  @Example
  void steepnessMustBeAboveZeroAndFinite() {
    assertThatIllegalArgumentException().isThrownBy(() -> new SwishSign(0));
    assertThatIllegalArgumentException().isThrownBy(() -> new ErrorDecay(Double.NaN));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SwishSign(Double.POSITIVE_INFINITY))
        .withMessage("The beta of SwishSign must be above 0 and finite, not Infinity.");
  }

  private static float derivative(StraightThroughEstimator estimator, float x) {
    return estimator.derivative(Nd4j.createFromArray(x)).getFloat(0);
  }

  private static double slope(DoubleUnaryOperator function, double x) {
    double step = 1e-5;
    return (function.applyAsDouble(x + step) - function.applyAsDouble(x - step)) / (2 * step);
  }
}
