// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.spark.train;

import io.github.bnn4j.layers.train.Schedule;
import io.github.bnn4j.layers.train.TrainingConfig;
import java.io.Serializable;

/**
 * A stretch of steps between two averagings.
 *
 * @param cycle number of the recipe's cycle, from 0
 * @param epoch number of the epoch in the cycle, from 0
 * @param part number of the stretch in the epoch, from 0
 * @param parts stretches of an epoch
 */
record Stretch(int cycle, int epoch, int part, int parts) implements Serializable {

  /** Stretches of the cycle before this one. */
  int before() {
    return epoch * parts + part;
  }

  /** The seed of the order that a worker takes its images in; each epoch has another. */
  long orderSeed(long seed, int worker) {
    return (seed * 1_000_003 + worker) * 1_000_003 + epoch;
  }

  /** A cycle as the trainer of a worker sees it, for which each stretch is an epoch. */
  TrainingConfig config(TrainingConfig cycle, int worker) {
    return cycle.toBuilder()
        .setEpochs(cycle.epochs() * parts)
        .setSchedule(new InStretches(cycle.schedule(), parts))
        .optSeed(cycle.seed() * 1_000_003 + worker)
        .build();
  }

  /** A schedule of epochs, asked for stretches. */
  private record InStretches(Schedule schedule, int parts) implements Schedule {
    @Override
    public double rate(double epoch, double total) {
      return schedule.rate(epoch / parts, total / parts);
    }

    @Override
    public String describe() {
      return schedule.describe();
    }
  }
}
