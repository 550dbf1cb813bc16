// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.train;

import io.github.bnn4j.core.check.Require;
import io.github.bnn4j.layers.train.text.PlainNumber;

/** Another schedule after a linear rise from 0. */
record WarmUpSchedule(Schedule schedule, double epochs) implements Schedule {

  WarmUpSchedule {
    Require.that(
        epochs >= 0 && epochs < Double.POSITIVE_INFINITY,
        "The learning rate rises over a number of epochs of at least 0, not %s.",
        epochs);
  }

  @Override
  public double rate(double epoch, double total) {
    return schedule.rate(epoch, total) * (epoch < epochs ? epoch / epochs : 1);
  }

  @Override
  public String describe() {
    return schedule.describe() + " after a rise over " + PlainNumber.of(epochs) + " epochs";
  }
}
