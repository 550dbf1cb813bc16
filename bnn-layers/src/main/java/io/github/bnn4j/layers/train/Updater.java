// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.train;

import io.github.bnn4j.layers.Network;
import io.github.bnn4j.layers.Parameter;
import io.github.bnn4j.layers.Parameter.Role;
import java.util.LinkedHashMap;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.schedule.ISchedule;

/** Changes a network's parameters by their gradients. Its state is part of a checkpoint. */
final class Updater {

  private final Network network;
  private final double weightDecay;
  private final Rate rate = new Rate();
  private final Map<Parameter, GradientUpdater<?>> updaters = new LinkedHashMap<>();

  Updater(Network network, Optimizer optimizer, double weightDecay) {
    this.network = network;
    this.weightDecay = weightDecay;
    IUpdater rule = optimizer.updater(rate);
    for (Parameter parameter : network.parameters().values()) {
      if (parameter.isTrained()) {
        long length = parameter.value().length();
        INDArray state = Nd4j.zeros(DataType.FLOAT, 1, rule.stateSize(length));
        GradientUpdater<?> updater = rule.instantiate(state, true);
        updater.setStateViewArray(state, parameter.value().shape(), 'c', true);
        updaters.put(parameter, updater);
      }
    }
  }

  /** Applies the gradients of step {@code iteration}, counted from 0 over the whole training. */
  void update(double learningRate, int iteration) {
    rate.value = learningRate;
    updaters.forEach(
        (parameter, updater) -> {
          INDArray gradient = parameter.gradient();
          if (weightDecay > 0 && parameter.role() == Role.WEIGHT) {
            INDArray weights = parameter.value();
            Nd4j.getBlasWrapper().level1().axpy(weights.length(), weightDecay, weights, gradient);
          }
          updater.applyUpdater(gradient, iteration, 0);
          parameter.value().subi(gradient);
        });
    network.constrain();
  }

  /** The running averages by full parameter name and kind, such as {@code block1.conv.weight/M}. */
  Map<String, INDArray> state() {
    Map<String, INDArray> all = new LinkedHashMap<>();
    network
        .parameters()
        .forEach(
            (name, parameter) -> {
              if (parameter.isTrained()) {
                updaters
                    .get(parameter)
                    .getState()
                    .forEach((kind, array) -> all.put(name + "/" + kind, array));
              }
            });
    return all;
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
