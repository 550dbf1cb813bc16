// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;

class ScheduleTest {

  @Example
  void cosineGoesFromTheFirstRateOverTheMiddleToTheLast() {
    Schedule cosine = Schedule.cosine(0.1, 0.02);

    assertThat(cosine.rate(0, 10)).isCloseTo(0.1, within(1e-12));
    assertThat(cosine.rate(5, 10)).isCloseTo(0.06, within(1e-12));
    assertThat(cosine.rate(10, 10)).isCloseTo(0.02, within(1e-12));
  }

  @Property(tries = 100)
  void cosineNeverRises(
      @ForAll @DoubleRange(max = 7) double epoch, @ForAll @DoubleRange(max = 7) double other) {
    Schedule cosine = Schedule.cosine(1, 0);

    assertThat(cosine.rate(Math.max(epoch, other), 7))
        .isLessThanOrEqualTo(cosine.rate(Math.min(epoch, other), 7));
  }

  @Example
  void stepsMultiplyTheRateFromEachMilestoneOn() {
    Schedule steps = Schedule.steps(1, 0.1, 0.5, 0.75);

    assertThat(steps.rate(0, 8)).isEqualTo(1);
    assertThat(steps.rate(3.99, 8)).isEqualTo(1);
    assertThat(steps.rate(4, 8)).isCloseTo(0.1, within(1e-12));
    assertThat(steps.rate(6, 8)).isCloseTo(0.01, within(1e-12));
  }

  @Example
  void milestonesAreCopied() {
    double[] milestones = {0.5};
    Schedule steps = Schedule.steps(1, 0.1, milestones);
    milestones[0] = 0;

    assertThat(steps.rate(0, 8)).isEqualTo(1);
  }

  @Example
  void warmUpRisesFromZeroAndThenLeavesTheScheduleAlone() {
    Schedule warm = Schedule.steps(1, 0.1, 0.5).withWarmUp(0.25);

    assertThat(warm.rate(0, 8)).isZero();
    assertThat(warm.rate(0.5, 8)).isEqualTo(0.25);
    assertThat(warm.rate(2, 8)).isEqualTo(1);
    assertThat(warm.rate(5, 8)).isCloseTo(0.1, within(1e-12));
    assertThat(Schedule.cosine(1, 0).withWarmUp(0).rate(0, 8)).isEqualTo(1);
  }

  @Example
  void aRiseOverMoreThanTheTrainingOrLessThanNothingIsRefused() {
    for (double wrong : new double[] {-0.1, 1.1, 2, Double.NaN}) {
      assertThatThrownBy(() -> Schedule.cosine(1, 0).withWarmUp(wrong))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "The learning rate rises over a part of the training from 0 to 1, not "
                  + wrong
                  + ".");
    }
  }

  @Example
  void schedulesAreDescribedInPlainNumbersAndEqualIfTheirRatesAre() {
    assertThat(Schedule.cosine(0.01, 0).describe()).isEqualTo("cosine from 0.01");
    assertThat(Schedule.cosine(1, 1e-5).describe()).isEqualTo("cosine from 1 to 0.00001");
    assertThat(Schedule.steps(0.1, 0.1, 0.5, 0.75).describe())
        .isEqualTo("0.1 times 0.1 at 0.5 and 0.75 of the epochs");
    assertThat(Schedule.cosine(0.1, 0).withWarmUp(0.02).describe())
        .isEqualTo("cosine from 0.1 after a rise over 0.02 of the training");
    assertThat(Schedule.steps(1, 0.1, 0.5).withWarmUp(0.02))
        .isEqualTo(Schedule.steps(1, 0.1, 0.5).withWarmUp(0.02))
        .isNotEqualTo(Schedule.steps(1, 0.1, 0.6).withWarmUp(0.02));
  }
}
