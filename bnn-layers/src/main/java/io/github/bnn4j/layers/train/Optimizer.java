// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.train;

import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.schedule.ISchedule;

/** The rule that turns gradients into changes of the parameters: one of ND4J's updaters. */
public interface Optimizer {

  /** Adam with beta1 0.9, beta2 0.999, epsilon 1e-8; what binary networks are best trained with. */
  Optimizer ADAM = new Adam(0.9, 0.999, 1e-8);

  /** Stochastic gradient descent with Nesterov momentum 0.9. */
  Optimizer SGD = new Sgd(0.9);

  /**
   * The optimizer in a few words, as a checkpoint records it.
   *
   * @return such as {@code Adam}
   */
  String describe();

  /**
   * Makes ND4J's updater.
   *
   * @param rate gives the learning rate of the step that is taken
   * @return a new updater
   */
  IUpdater updater(ISchedule rate);

  /**
   * Adam, see Kingma, D. P. and Ba, J. "Adam: A Method for Stochastic Optimization", ICLR 2015.
   *
   * @param beta1 decay of the mean of gradients, 0 to below 1
   * @param beta2 decay of the mean of their squares, 0 to below 1
   * @param epsilon added to the root of the latter, above 0
   */
  record Adam(double beta1, double beta2, double epsilon) implements Optimizer {

    /**
     * Checks the numbers.
     *
     * @param beta1 decay of the mean of gradients, 0 to below 1
     * @param beta2 decay of the mean of their squares, 0 to below 1
     * @param epsilon added to the root of the latter, above 0
     * @throws IllegalArgumentException if one is out of its range
     */
    public Adam {
      if (!(beta1 >= 0 && beta1 < 1 && beta2 >= 0 && beta2 < 1 && epsilon > 0 && epsilon < 1)) {
        throw new IllegalArgumentException(
            "Adam needs betas from 0 to below 1 and an epsilon between 0 and 1, not "
                + beta1
                + ", "
                + beta2
                + " and "
                + epsilon
                + ".");
      }
    }

    @Override
    public String describe() {
      return equals(ADAM)
          ? "Adam"
          : "Adam with betas "
              + PlainNumber.of(beta1)
              + " and "
              + PlainNumber.of(beta2)
              + (epsilon == 1e-8 ? "" : " and epsilon " + PlainNumber.of(epsilon));
    }

    @Override
    public IUpdater updater(ISchedule rate) {
      return org.nd4j.linalg.learning.config.Adam.builder()
          .learningRateSchedule(rate)
          .beta1(beta1)
          .beta2(beta2)
          .epsilon(epsilon)
          .build();
    }
  }

  /**
   * Stochastic gradient descent with Nesterov momentum, see Sutskever, I. et al. "On the importance
   * of initialization and momentum in deep learning", ICML 2013.
   *
   * @param momentum part of the last step that is taken again, 0 (none) to below 1
   */
  record Sgd(double momentum) implements Optimizer {

    /**
     * Checks the momentum.
     *
     * @param momentum part of the last step that is taken again, 0 (none) to below 1
     * @throws IllegalArgumentException if it is not
     */
    public Sgd {
      if (!(momentum >= 0 && momentum < 1)) {
        throw new IllegalArgumentException(
            "A momentum is from 0 to below 1, not " + momentum + ".");
      }
    }

    @Override
    public String describe() {
      return momentum == 0 ? "SGD" : "SGD with momentum " + PlainNumber.of(momentum);
    }

    @Override
    public IUpdater updater(ISchedule rate) {
      return Nesterovs.builder().learningRateSchedule(rate).momentum(momentum).build();
    }
  }
}
