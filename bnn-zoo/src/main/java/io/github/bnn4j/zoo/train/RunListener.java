// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.zoo.train;

import io.github.bnn4j.layers.train.TrainingListener;
import java.util.List;

/** Watches a {@link TrainingRun}: its cycles and files, besides the steps and epochs. */
public interface RunListener extends TrainingListener {

  /**
   * A cycle begins or goes on. The results that follow count epochs within it.
   *
   * @param before epochs of all cycles before this one
   * @param done epochs of this cycle that are done already
   * @param total epochs of all cycles
   */
  default void onCycle(int before, int done, int total) {}

  /**
   * An epoch is in the files.
   *
   * @param history all epochs so far
   * @param recipe the cycle in one line, see {@link
   *     io.github.bnn4j.layers.train.TrainingConfig#describe}
   */
  default void onSaved(List<HistoryRow> history, String recipe) {}
}
