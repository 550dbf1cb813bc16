// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples;

import io.github.bnn4j.layers.train.TrainingListener;

/** Watches a training of one or more cycles. */
public interface RunProgress extends TrainingListener {

  /**
   * A cycle begins or goes on. The results that follow count epochs within it.
   *
   * @param before epochs of all cycles before this one
   * @param done epochs of this cycle that are done already
   * @param total epochs of all cycles
   */
  default void onCycle(int before, int done, int total) {}
}
