// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.train;

/** Watches a training. Called on the training thread, which waits. */
public interface TrainingListener {

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
}
