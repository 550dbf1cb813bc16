// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.train;

import java.util.Arrays;

/**
 * The learning rate over a training. Implementations are immutable and thread-safe, and equal if
 * they give equal rates.
 */
public interface Schedule {

  /**
   * The learning rate at a point of the training.
   *
   * @param epoch epochs done so far, with fraction, from 0 to below total
   * @param total epochs of the whole training, above 0
   * @return learning rate, at least 0
   */
  double rate(double epoch, double total);

  /**
   * The schedule in a few words, as a checkpoint records it.
   *
   * @return such as {@code cosine from 0.01}; equal for equal schedules only
   */
  String describe();

  /**
   * Half a cosine from the initial rate down to the final one.
   *
   * <p>See Loshchilov, I. and Hutter, F. "SGDR: Stochastic Gradient Descent with Warm Restarts",
   * ICLR 2017.
   *
   * @param initial rate at the start
   * @param last rate at the end
   * @return the schedule
   */
  static Schedule cosine(double initial, double last) {
    return new CosineSchedule(initial, last);
  }

  /**
   * A rate that is multiplied with a factor at given parts of the training.
   *
   * @param initial rate at the start
   * @param factor what the rate is multiplied with at each milestone
   * @param milestones parts of the training, each from 0 to 1, such as 0.5 and 0.75
   * @return the schedule
   */
  static Schedule steps(double initial, double factor, double... milestones) {
    return new StepSchedule(initial, factor, Arrays.stream(milestones).boxed().toList());
  }

  /**
   * This schedule, at its beginning multiplied with a factor that rises from 0 to 1 in a line.
   *
   * @param part part of the training that the rise takes, from 0 to 1, such as 0.02
   * @return the schedule
   * @throws IllegalArgumentException if the part is no number from 0 to 1
   */
  default Schedule withWarmUp(double part) {
    return new WarmUpSchedule(this, part);
  }
}
