// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.train;

/** Another schedule after a linear rise from 0. */
record WarmUpSchedule(Schedule schedule, double epochs) implements Schedule {

  @Override
  public double rate(double epoch, double total) {
    return schedule.rate(epoch, total) * (epoch < epochs ? epoch / epochs : 1);
  }

  @Override
  public String describe() {
    return schedule.describe() + " after a rise over " + PlainNumber.of(epochs) + " epochs";
  }
}
