// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.train;

import io.github.bnn4j.layers.train.text.PlainNumber;

/** Half a cosine from one rate to another. */
record CosineSchedule(double initial, double last) implements Schedule {

  @Override
  public double rate(double epoch, double total) {
    return last + (initial - last) * (1 + Math.cos(Math.PI * Math.min(1, epoch / total))) / 2;
  }

  @Override
  public String describe() {
    return "cosine from "
        + PlainNumber.of(initial)
        + (last == 0 ? "" : " to " + PlainNumber.of(last));
  }
}
