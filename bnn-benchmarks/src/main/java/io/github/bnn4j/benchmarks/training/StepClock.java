// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.benchmarks.training;

import io.github.bnn4j.layers.train.Schedule;
import io.github.bnn4j.layers.train.StepResult;
import io.github.bnn4j.layers.train.TrainingListener;
import java.util.ArrayList;
import java.util.List;

/**
 * Notes when the steps of a trainer end and when their work starts. A trainer asks the schedule for
 * the learning rate once a step, just when the batch has been loaded; so this is the schedule.
 */
final class StepClock implements TrainingListener, Schedule {

  private static final double RATE = 0.001;

  private final List<Double> stepMs = new ArrayList<>();
  private long lastEnd;
  private long waited;
  private long total;
  private int steps;

  /** Forgets the times of single steps; the next step starts now. */
  void startTurn() {
    stepMs.clear();
    lastEnd = System.nanoTime();
  }

  /** Forgets all sums. */
  void startReport() {
    waited = 0;
    total = 0;
    steps = 0;
  }

  @Override
  public double rate(double epoch, double epochs) {
    waited += System.nanoTime() - lastEnd;
    return RATE;
  }

  @Override
  public String describe() {
    return "constant " + RATE;
  }

  @Override
  public void onStep(StepResult result) {
    long end = System.nanoTime();
    stepMs.add((end - lastEnd) / 1e6);
    total += end - lastEnd;
    steps++;
    lastEnd = end;
  }

  /** Milliseconds of each step of this turn. */
  List<Double> stepMs() {
    return List.copyOf(stepMs);
  }

  /** Milliseconds of all steps in which the trainer waited for a batch. */
  double waitedMs() {
    return waited / 1e6;
  }

  /** Milliseconds of all steps. */
  double totalMs() {
    return total / 1e6;
  }

  /** The number of all steps. */
  int steps() {
    return steps;
  }
}
