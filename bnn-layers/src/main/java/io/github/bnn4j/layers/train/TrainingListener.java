// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.train;

import java.util.function.Consumer;

/**
 * Watches a training. Called on the thread that trains, which waits; between two calls that thread
 * changes the network. What a listener throws ends the training.
 */
public interface TrainingListener {

  /**
   * A training begins or goes on: its network is compiled next, which takes seconds, as its first
   * step does.
   *
   * @param start what computes, and on what
   */
  default void onStart(TrainingStart start) {}

  /**
   * A step is done.
   *
   * @param result what it brought
   */
  default void onStep(StepResult result) {}

  /**
   * An epoch is done, validation included.
   *
   * @param result what it brought
   */
  default void onEpoch(EpochResult result) {}

  /**
   * Makes a listener that hears of epochs alone.
   *
   * @param action what to do with each
   * @return the listener
   */
  static TrainingListener ofEpochs(Consumer<EpochResult> action) {
    return new TrainingListener() {
      @Override
      public void onEpoch(EpochResult result) {
        action.accept(result);
      }
    };
  }

  /**
   * Makes a listener that hears of steps alone.
   *
   * @param action what to do with each
   * @return the listener
   */
  static TrainingListener ofSteps(Consumer<StepResult> action) {
    return new TrainingListener() {
      @Override
      public void onStep(StepResult result) {
        action.accept(result);
      }
    };
  }
}
