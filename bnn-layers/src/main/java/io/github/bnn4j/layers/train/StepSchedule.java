// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.train;

import io.github.bnn4j.layers.train.text.PlainNumber;
import java.util.List;
import java.util.stream.Collectors;

/** A rate that is multiplied with a factor at parts of the training. */
record StepSchedule(double initial, double factor, List<Double> milestones) implements Schedule {

  @Override
  public double rate(double epoch, double total) {
    double rate = initial;
    for (double part : milestones) {
      rate *= epoch >= part * total ? factor : 1;
    }
    return rate;
  }

  @Override
  public String describe() {
    return milestones.stream()
        .map(PlainNumber::of)
        .collect(
            Collectors.joining(
                " and ",
                PlainNumber.of(initial) + " times " + PlainNumber.of(factor) + " at ",
                " of the epochs"));
  }
}
