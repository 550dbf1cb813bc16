// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.benchmarks.training;

import java.util.List;
import java.util.Map;

/** A network in training. */
interface TrainingSide extends AutoCloseable {

  /** Measured steps of a turn. */
  int STEPS = 10;

  /** Steps before and after those: caches fill and batches are loaded ahead, or no longer. */
  int MARGIN = 2;

  /** Takes the steps of a turn; returns the milliseconds of each that is measured. */
  List<Double> turn();

  /** Leaves what was done before out of the report. */
  void startReport();

  /** Tells what computes the steps and where the time goes. */
  Map<String, Object> report();

  @Override
  void close();
}
