// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.train;

import io.github.bnn4j.core.check.Require;
import io.github.bnn4j.layers.train.text.PlainNumber;

/** Another schedule after a linear rise from 0. */
record WarmUpSchedule(Schedule schedule, double part) implements Schedule {

  WarmUpSchedule {
    Require.that(
        part >= 0 && part <= 1,
        "The learning rate rises over a part of the training from 0 to 1, not %s.",
        part);
  }

  @Override
  public double rate(double epoch, double total) {
    double rise = part * total;
    return schedule.rate(epoch, total) * (epoch < rise ? epoch / rise : 1);
  }

  @Override
  public String describe() {
    return schedule.describe() + " after a rise over " + PlainNumber.of(part) + " of the training";
  }
}
