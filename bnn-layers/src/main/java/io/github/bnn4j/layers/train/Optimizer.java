// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.train;

import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.schedule.ISchedule;

/** The rule that turns gradients into changes of the parameters: ND4J's own updaters. */
public enum Optimizer {
  /**
   * Adam with beta1 0.9, beta2 0.999, epsilon 1e-8; what binary networks are best trained with.
   *
   * <p>See Kingma, D. P. and Ba, J. "Adam: A Method for Stochastic Optimization", ICLR 2015.
   */
  ADAM("Adam") {
    @Override
    IUpdater updater(ISchedule rate) {
      return Adam.builder().learningRateSchedule(rate).build();
    }
  },
  /** Stochastic gradient descent with Nesterov momentum 0.9. */
  SGD("SGD with momentum 0.9") {
    @Override
    IUpdater updater(ISchedule rate) {
      return Nesterovs.builder().learningRateSchedule(rate).momentum(0.9).build();
    }
  };

  private final String description;

  Optimizer(String description) {
    this.description = description;
  }

  /**
   * The optimizer in a few words, as a checkpoint records it.
   *
   * @return such as {@code Adam}
   */
  public String describe() {
    return description;
  }

  abstract IUpdater updater(ISchedule rate);
}
