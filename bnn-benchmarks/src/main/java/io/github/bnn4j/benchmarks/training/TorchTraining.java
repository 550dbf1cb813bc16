// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.benchmarks.training;

import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.Trainer;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import io.github.bnn4j.benchmarks.FloatCounterpart;
import io.github.bnn4j.core.packed.layer.ImageSpec;
import io.github.bnn4j.zoo.Architecture;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The float network of an architecture under PyTorch. Its images are ready in memory, and its
 * optimizer is the cheapest there is with momentum.
 */
final class TorchTraining implements TrainingSide {

  private static final String ENGINE = "PyTorch";

  private final Model model;
  private final Trainer trainer;
  private final NDArray images;
  private final NDArray labels;

  TorchTraining(Architecture architecture, int batch) {
    ImageSpec input = architecture.input();
    Shape shape = new Shape(batch, input.channels(), input.height(), input.width());
    model = Model.newInstance(architecture.name(), ENGINE);
    model.setBlock(TorchNetwork.of(FloatCounterpart.of(architecture).network()));
    trainer =
        model.newTrainer(
            new DefaultTrainingConfig(Loss.softmaxCrossEntropyLoss())
                .optOptimizer(
                    Optimizer.sgd()
                        .setLearningRateTracker(Tracker.fixed(0.01f))
                        .optMomentum(0.9f)
                        .build()));
    trainer.initialize(shape);
    NDManager manager = trainer.getManager();
    images = manager.randomNormal(shape);
    labels =
        manager
            .randomInteger(0, architecture.classes(), new Shape(batch, 1), DataType.INT32)
            .toType(DataType.FLOAT32, false);
  }

  @Override
  public List<Double> turn() {
    List<Double> times = new ArrayList<>();
    for (int i = 0; i < STEPS + MARGIN; i++) {
      long start = System.nanoTime();
      step();
      times.add((System.nanoTime() - start) / 1e6);
    }
    return times.subList(MARGIN, times.size());
  }

  private void step() {
    try (GradientCollector collector = trainer.newGradientCollector();
        NDManager scope = trainer.getManager().newSubManager()) {
      NDArray input = images.duplicate();
      input.attach(scope);
      try (NDList logits = trainer.forward(new NDList(input));
          NDArray loss = trainer.getLoss().evaluate(new NDList(labels), logits)) {
        collector.backward(loss);
        loss.getFloat();
      }
    }
    trainer.step();
  }

  @Override
  public void startReport() {}

  @Override
  public Map<String, Object> report() {
    return Map.of("engine", ENGINE + " " + Engine.getEngine(ENGINE).getVersion() + " (DJL)");
  }

  @Override
  public void close() {
    trainer.close();
    model.close();
  }
}
