// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.train;

import io.github.bnn4j.layers.Network;
import io.github.bnn4j.layers.Parameter;
import io.github.bnn4j.layers.Parameter.Role;
import io.github.bnn4j.layers.train.optimizer.ParameterUpdate;
import java.util.LinkedHashMap;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Changes a network's parameters by their gradients. Its state is part of a checkpoint. */
final class Updater implements AutoCloseable {

  private final Network network;
  private final double weightDecay;
  private final double clipNorm;
  private final Map<String, Parameter> trained = new LinkedHashMap<>();
  private final Map<String, ParameterUpdate> updates = new LinkedHashMap<>();

  Updater(Network network, TrainingConfig config) {
    this.network = network;
    this.weightDecay = config.weightDecay();
    this.clipNorm = config.clipNorm();
    network
        .parameters()
        .forEach(
            (name, parameter) -> {
              if (parameter.isTrained()) {
                trained.put(name, parameter);
                updates.put(name, config.optimizer().of(parameter));
              }
            });
  }

  /**
   * Applies the gradients of step {@code iteration}, counted from 0 over the whole training.
   *
   * @param gradientNorm the norm of all of them together
   */
  void update(double learningRate, int iteration, double gradientNorm) {
    if (clipNorm > 0 && gradientNorm > clipNorm) {
      trained.values().forEach(parameter -> scale(parameter.gradient(), clipNorm / gradientNorm));
    }
    if (weightDecay > 0) {
      trained.values().stream().filter(p -> p.role() == Role.WEIGHT).forEach(this::decay);
    }
    updates.values().forEach(update -> update.step(learningRate, iteration));
    network.constrain();
  }

  /** Without the array of one number that ND4J makes of a factor. */
  private static void scale(INDArray array, double factor) {
    Nd4j.getBlasWrapper().level1().scal(array.length(), factor, array);
  }

  private void decay(Parameter parameter) {
    INDArray weights = parameter.value();
    Nd4j.getBlasWrapper()
        .level1()
        .axpy(weights.length(), weightDecay, weights, parameter.gradient());
  }

  /** The running averages by full parameter name and kind, such as {@code block1.conv.weight/M}. */
  Map<String, INDArray> state() {
    Map<String, INDArray> all = new LinkedHashMap<>();
    updates.forEach(
        (name, update) ->
            update.state().forEach((kind, array) -> all.put(name + "/" + kind, array)));
    return all;
  }

  @Override
  public void close() {
    updates.values().forEach(ParameterUpdate::close);
  }
}
