// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.train.optimizer;

import io.github.bnn4j.layers.Parameter;
import java.util.Map;
import java.util.function.Function;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.schedule.ISchedule;

/** One of ND4J's updaters at work. */
final class Nd4jUpdate implements ParameterUpdate {

  private final Parameter parameter;
  private final Rate rate = new Rate();
  private final GradientUpdater<?> updater;

  /** Takes what makes the updater's configuration from its schedule. */
  Nd4jUpdate(Parameter parameter, Function<ISchedule, IUpdater> rule) {
    this.parameter = parameter;
    IUpdater config = rule.apply(rate);
    long size = config.stateSize(parameter.value().length());
    INDArray state = Nd4j.zeros(DataType.FLOAT, 1, size);
    this.updater = config.instantiate(state, true);
    updater.setStateViewArray(state, parameter.value().shape(), 'c', true);
  }

  @Override
  public void step(double learningRate, int iteration) {
    rate.value = learningRate;
    updater.applyUpdater(parameter.gradient(), iteration, 0);
    parameter.value().subi(parameter.gradient());
  }

  @Override
  public Map<String, INDArray> state() {
    return updater.getState();
  }

  /** The rate of the step being made; ND4J's updaters ask a schedule for it. */
  private static final class Rate implements ISchedule {
    private static final long serialVersionUID = 1;
    private double value;

    @Override
    public double valueAt(int iteration, int epoch) {
      return value;
    }

    @Override
    public ISchedule clone() {
      return this;
    }
  }
}
