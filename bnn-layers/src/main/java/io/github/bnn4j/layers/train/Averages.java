// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.train;

import io.github.bnn4j.layers.Network;
import io.github.bnn4j.layers.Parameter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.nd4j.linalg.api.blas.Level1;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Averages of a network's parameters over the last steps, {@code a = d a + (1 - d) W}, with the
 * first of them forgotten faster: {@code d = min(decay, (1 + t) / (10 + t))} in step t. They are
 * part of a checkpoint.
 */
final class Averages implements AutoCloseable {

  private final double decay;
  private final Map<String, Parameter> parameters;
  private final Map<String, INDArray> averages = new LinkedHashMap<>();

  Averages(Network network, double decay) {
    this.decay = decay;
    this.parameters = network.parameters();
    parameters.forEach(
        (name, parameter) -> {
          if (parameter.isTrained()) {
            averages.put(name, parameter.value().dup('c'));
          }
        });
  }

  /** Takes in the parameters after step {@code iteration}, counted from 0. */
  void add(int iteration) {
    double keep = Math.min(decay, (1.0 + iteration) / (10.0 + iteration));
    averages.forEach(
        (name, average) -> {
          INDArray value = parameters.get(name).value();
          Level1 blas = Nd4j.getBlasWrapper().level1();
          blas.scal(value.length(), keep, average);
          blas.axpy(value.length(), 1 - keep, value, average);
        });
  }

  /** The averages by full parameter name, such as {@code block1.conv.weight/EMA}. */
  Map<String, INDArray> state() {
    Map<String, INDArray> all = new LinkedHashMap<>();
    averages.forEach((name, average) -> all.put(name + "/EMA", average));
    return all;
  }

  /** Gives the network the averages. */
  void adopt() {
    averages.forEach((name, average) -> parameters.get(name).value().assign(average));
  }

  /** Does something while the network has the averages; all of it is as before afterwards. */
  <T> T inPlace(Supplier<T> action) {
    Map<Parameter, INDArray> own = new LinkedHashMap<>();
    parameters.values().forEach(parameter -> own.put(parameter, parameter.value().dup('c')));
    adopt();
    try {
      return action.get();
    } finally {
      own.forEach(
          (parameter, value) -> {
            parameter.value().assign(value);
            value.close();
          });
    }
  }

  @Override
  public void close() {
    averages.values().forEach(INDArray::close);
  }
}
