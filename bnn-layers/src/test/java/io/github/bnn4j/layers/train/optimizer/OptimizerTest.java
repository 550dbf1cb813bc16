// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.train.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.bnn4j.layers.GaussianArrays;
import io.github.bnn4j.layers.Parameter;
import io.github.bnn4j.layers.Parameter.Role;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.assertj.core.data.Offset;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Each rule against its formula, one number at a time in double. */
class OptimizerTest {

  private static final Offset<Double> CLOSE = within(1e-5);
  private static final int STEPS = 6;

  @Property(tries = 20)
  void classicalMomentumFallsWithItsVelocity(
      @ForAll @DoubleRange(max = 0.95) double momentum, @ForAll long seed) {
    Random random = new Random(seed);
    Parameter parameter = parameter(Role.WEIGHT, 1);
    ParameterUpdate update = new Sgd(momentum, false).of(parameter);
    double value = 1;
    double velocity = 0;
    for (int step = 0; step < STEPS; step++) {
      double g = random.nextGaussian();
      velocity = momentum * velocity - 0.1 * g;
      value += velocity;

      step(parameter, update, g, 0.1, step);

      assertThat(parameter.value().getDouble(0)).isCloseTo(value, CLOSE);
    }
  }

  @Example
  void withoutMomentumThereIsNothingToKeep() {
    assertThat(new Sgd(0).of(parameter(Role.WEIGHT, 1)).state()).isEmpty();
    assertThat(new Sgd(0)).isEqualTo(new Sgd(0, false));
  }

  @Property(tries = 20)
  void adamTakesTheStepsOfNd4jsUpdater(
      @ForAll @IntRange(min = 1, max = 5000) int length, @ForAll long seed) {
    Parameter ours = new Parameter("weight", Role.WEIGHT, 0.5, length);
    Parameter theirs = new Parameter("weight", Role.WEIGHT, 0.5, length);
    ParameterUpdate update = new Adam(0.8, 0.95, 1e-6).of(ours);
    ParameterUpdate expected =
        new Nd4jUpdate(
            theirs,
            rate ->
                org.nd4j.linalg.learning.config.Adam.builder()
                    .learningRateSchedule(rate)
                    .beta1(0.8)
                    .beta2(0.95)
                    .epsilon(1e-6)
                    .build());
    Random random = new Random(seed);
    for (int step = 0; step < 4; step++) {
      INDArray gradient = GaussianArrays.next(random, length);
      ours.gradient().assign(gradient);
      theirs.gradient().assign(gradient);
      update.step(0.01, step);
      expected.step(0.01, step);
    }

    assertClose(ours.value(), theirs.value());
    assertThat(update.state().keySet()).isEqualTo(expected.state().keySet());
    expected.state().forEach((name, array) -> assertClose(update.state().get(name), array));
  }

  private static void assertClose(INDArray actual, INDArray expected) {
    assertThat(actual.shape()).isEqualTo(expected.shape());
    assertThat(actual.sub(expected).norm2Number().doubleValue())
        .isLessThanOrEqualTo(1e-6 * expected.norm2Number().doubleValue());
  }

  @Property(tries = 20)
  void adamWDecaysFloatWeightsBesideTheStepOfAdam(
      @ForAll @DoubleRange(max = 0.5) double decay, @ForAll long seed) {
    Random random = new Random(seed);
    Parameter weight = parameter(Role.WEIGHT, 1);
    ParameterUpdate update = new AdamW(decay).of(weight);
    double value = 1;
    double m = 0;
    double v = 0;
    for (int step = 0; step < STEPS; step++) {
      double g = random.nextGaussian();
      m = 0.9 * m + 0.1 * g;
      v = 0.999 * v + 0.001 * g * g;
      double direction =
          m / (1 - Math.pow(0.9, step + 1)) / Math.sqrt(v / (1 - Math.pow(0.999, step + 1)));
      value = value * (1 - 0.1 * decay) - 0.1 * direction;

      step(weight, update, g, 0.1, step);

      assertThat(weight.value().getDouble(0)).isCloseTo(value, within(1e-4));
    }
  }

  @Example
  void adamWDecaysNothingElse() {
    for (Role role : new Role[] {Role.LATENT, Role.BIAS, Role.NORM}) {
      Parameter decayed = parameter(role, 1);
      Parameter plain = parameter(role, 1);
      step(decayed, new AdamW(0.5).of(decayed), 0.25, 0.1, 0);
      step(plain, Optimizer.ADAM.of(plain), 0.25, 0.1, 0);

      assertThat(decayed.value()).as(role.name()).isEqualTo(plain.value());
    }
  }

  @Property(tries = 50)
  void bopTurnsASignWhenTheAverageHasItsSignAndIsLargeEnough(
      @ForAll @DoubleRange(min = 0.01, max = 1) double gamma,
      @ForAll @DoubleRange(max = 0.3) double threshold,
      @ForAll long seed) {
    Random random = new Random(seed);
    Parameter parameter = parameter(Role.LATENT, random.nextBoolean() ? 0.03 : -0.03);
    ParameterUpdate update = new Bop(gamma, threshold).of(parameter);
    double sign = Math.signum(parameter.value().getDouble(0));
    double m = 0;
    for (int step = 0; step < 40; step++) {
      double g = random.nextGaussian();
      m = (1 - gamma) * m + gamma * g;
      if (Math.abs(m) >= threshold && Math.signum(m) == sign) {
        sign = -sign;
      }

      step(parameter, update, g, 1, step);

      assertThat(update.state().get("M").getDouble(0)).isCloseTo(m, CLOSE);
      assertThat(parameter.value().getDouble(0)).isEqualTo(sign);
    }
  }

  @Example
  void bopFollowsTheLearningRate() {
    Parameter parameter = parameter(Role.LATENT, 1);
    ParameterUpdate update = new Bop(0.5, 1).of(parameter);

    step(parameter, update, 1, 0.1, 0);

    assertThat(update.state().get("M").getDouble(0)).isCloseTo(0.05, CLOSE);
  }

  @Example
  void bopIsForBinaryWeightsAlone() {
    assertThatThrownBy(() -> new Bop(0.01, 0).of(parameter(Role.BIAS, 0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Bop turns the signs of binary weights, which it is not; give the others an optimizer"
                + " of their own by LatentAndRest.");
  }

  @Example
  void eachOptimizerOfTwoHasItsParameters() {
    Optimizer both = new LatentAndRest(new Bop(1, 0), new Sgd(0));
    Parameter latent = parameter(Role.LATENT, 0.5);
    Parameter bias = parameter(Role.BIAS, 0.5);
    step(latent, both.of(latent), 1, 0.1, 0);
    step(bias, both.of(bias), 1, 0.1, 0);

    assertThat(latent.value().getDouble(0)).isEqualTo(-1);
    assertThat(bias.value().getDouble(0)).isCloseTo(0.4, CLOSE);
  }

  @Example
  void optimizersSayWhatTheyAre() {
    assertThat(new Sgd(0.9, false).describe()).isEqualTo("SGD with classical momentum 0.9");
    assertThat(new AdamW(0.01).describe()).isEqualTo("Adam with decoupled weight decay 0.01");
    assertThat(new LatentAndRest(new Bop(0.01, 1e-8), Optimizer.ADAM).describe())
        .isEqualTo(
            "Bop with gamma 0.01 and threshold 0.00000001 for binary weights and Adam for the"
                + " rest");
  }

  @Example
  void numbersOutOfRangeAreRefused() {
    assertThatThrownBy(() -> new Sgd(1)).hasMessage("A momentum is from 0 to below 1, not 1.0.");
    assertThatThrownBy(() -> new AdamW(-1))
        .hasMessage("The decay of AdamW is a number of at least 0, not -1.0.");
    assertThatThrownBy(() -> new Bop(0, 0))
        .hasMessage("The gamma of Bop is a number above 0, not 0.0.");
    assertThatThrownBy(() -> new Bop(1, Double.NaN))
        .hasMessage("The threshold of Bop is a number of at least 0, not NaN.");
    assertThatThrownBy(() -> new Adam(1, 0.9, 1e-8))
        .hasMessage(
            "Adam needs betas from 0 to below 1 and an epsilon between 0 and 1, not 1.0, 0.9 and"
                + " 1.0E-8.");
  }

  private static Parameter parameter(Role role, double value) {
    return new Parameter("it", role, value, 3);
  }

  private static void step(
      Parameter parameter, ParameterUpdate update, double gradient, double rate, int iteration) {
    parameter.gradient().assign(gradient);
    update.step(rate, iteration);
  }
}
