// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.train.optimizer;

import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/** An optimizer at work on one parameter. Not thread-safe. */
public interface ParameterUpdate extends AutoCloseable {

  /**
   * Changes the parameter by its gradient, which is used up.
   *
   * @param rate learning rate of this step, at least 0
   * @param iteration number of the step, counted from 0 over the whole training
   */
  void step(double rate, int iteration);

  /**
   * What goes on from step to step.
   *
   * @return the arrays themselves by the names that a checkpoint stores them under, such as {@code
   *     M}; always the same names
   */
  Map<String, INDArray> state();

  /** Frees the memory of {@link #state}. */
  @Override
  default void close() {
    state().values().forEach(INDArray::close);
  }
}
