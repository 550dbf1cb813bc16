// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.spark.train;

import io.github.bnn4j.layers.Network;
import io.github.bnn4j.layers.io.SafeTensors;
import io.github.bnn4j.layers.io.Tensor;
import io.github.bnn4j.layers.train.EpochResult;
import io.github.bnn4j.layers.train.Trainer;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * All there is to a training between two stretches of steps, by name: parameters and running
 * statistics under the names of checkpoints, the optimizer's arrays under {@code optimizer/}, and
 * under {@code report/} loss and accuracy of the last stretch. All of it is averaged.
 *
 * @param values the numbers by name; not to be changed
 */
record TrainingState(Map<String, Values> values) implements Serializable {

  private static final String OPTIMIZER = "optimizer/";
  private static final String REPORT = "report/";
  private static final String LOSS = REPORT + "loss";
  private static final String TOP1 = REPORT + "top1";

  /** Parameters alone: a training that begins. */
  static TrainingState of(Network network) {
    Map<String, Values> values = new TreeMap<>();
    network.parameters().forEach((name, p) -> values.put(name, Values.of(p.value())));
    return new TrainingState(values);
  }

  /** What a stretch of steps ended with. */
  static TrainingState of(Network network, Trainer trainer, EpochResult result) {
    TrainingState state = of(network);
    trainer.state().forEach((name, array) -> state.put(OPTIMIZER + name, Values.of(array)));
    state.put(LOSS, Values.of(result.training().loss()));
    state.put(TOP1, Values.of(result.training().top1()));
    return state;
  }

  private void put(String name, Values numbers) {
    values.put(name, numbers);
  }

  /** Reads a checkpoint. */
  static TrainingState of(SafeTensors checkpoint) {
    Map<String, Values> values = new TreeMap<>();
    checkpoint.tensors().forEach((name, tensor) -> values.put(name, Values.of(tensor)));
    return new TrainingState(values);
  }

  /** What a checkpoint holds, in an order of its own. */
  Map<String, Tensor> tensors() {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    values.forEach(
        (name, numbers) -> {
          if (!name.startsWith(REPORT)) {
            tensors.put(name, numbers.tensor());
          }
        });
    return tensors;
  }

  /** Parameters alone, as the next cycle of a recipe begins with. */
  TrainingState parameters() {
    Map<String, Values> parameters = new TreeMap<>(values);
    parameters.keySet().removeIf(name -> name.startsWith(OPTIMIZER) || name.startsWith(REPORT));
    return new TrainingState(parameters);
  }

  void copyTo(Network network) {
    network.parameters().forEach((name, p) -> values.get(name).copyTo(p.value()));
  }

  /** A trainer that begins keeps its optimizer's arrays as they are. */
  void copyTo(Trainer trainer) {
    trainer
        .state()
        .forEach(
            (name, array) -> {
              if (values.containsKey(OPTIMIZER + name)) {
                values.get(OPTIMIZER + name).copyTo(array);
              }
            });
  }

  /** Mean loss of the images of the last stretch. */
  double loss() {
    return values.get(LOSS).numbers()[0];
  }

  /** Accuracy on the images of the last stretch, per cent. */
  double top1() {
    return values.get(TOP1).numbers()[0];
  }
}
