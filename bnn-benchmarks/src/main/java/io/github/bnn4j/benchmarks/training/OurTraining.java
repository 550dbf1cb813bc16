// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.benchmarks.training;

import io.github.bnn4j.examples.cifar10.Cifar10Dataset;
import io.github.bnn4j.examples.report.Machine;
import io.github.bnn4j.layers.Network;
import io.github.bnn4j.layers.Phase;
import io.github.bnn4j.layers.engine.Engine;
import io.github.bnn4j.layers.engine.OneDnnEngine;
import io.github.bnn4j.layers.train.ImageDataset;
import io.github.bnn4j.layers.train.Trainer;
import io.github.bnn4j.layers.train.TrainingConfig;
import io.github.bnn4j.layers.train.augment.Augmentation;
import io.github.bnn4j.layers.train.optimizer.Optimizer;
import io.github.bnn4j.zoo.Architecture;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * A network of the zoo under {@link Trainer}, with all that a training does in a step: loading and
 * augmenting images, forward, backward, Adam. A turn is one epoch of few images.
 */
final class OurTraining implements TrainingSide {

  private final int batch;
  private final Engine engine = Engine.fastest();
  private final StepClock clock = new StepClock();
  private final Map<Phase, Double> secondsBefore = new EnumMap<>(Phase.class);
  private final Map<Phase, Long> bytesBefore = new EnumMap<>(Phase.class);
  private final Trainer trainer;

  OurTraining(Architecture model, int batch, Optional<Path> data) {
    this.batch = batch;
    int images = (STEPS + 2 * MARGIN) * batch;
    Network network = model.network();
    network.initialize(1);
    TrainingConfig config =
        TrainingConfig.builder()
            .setInput(model.input())
            .setEpochs(1_000_000)
            .setOptimizer(Optimizer.ADAM)
            .setSchedule(clock)
            .optBatch(batch)
            .optAugmentation(Augmentation.CROP_AND_FLIP)
            .build();
    ImageDataset dataset =
        data.map(directory -> Cifar10Dataset.train(directory, images))
            .orElseGet(() -> randomImages(network, images));
    trainer =
        Trainer.builder(network, dataset, config).optEngine(engine).optListener(clock).build();
  }

  private static ImageDataset randomImages(Network network, int images) {
    Random random = new Random(1);
    byte[] pixels = new byte[images * network.input().size()];
    random.nextBytes(pixels);
    int classes = network.output().size();
    int[] labels = random.ints(images, 0, classes).toArray();
    return new ImageDataset(network.input(), classes, pixels, labels);
  }

  @Override
  public List<Double> turn() {
    clock.startTurn();
    trainer.runEpoch();
    return clock.stepMs().subList(MARGIN, MARGIN + STEPS);
  }

  @Override
  public void startReport() {
    clock.startReport();
    secondsBefore.putAll(seconds());
    bytesBefore.putAll(bytesMoved());
  }

  @Override
  public Map<String, Object> report() {
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("engine", engine.description());
    report.put("split", split());
    Machine.peakResidentBytes().ifPresent(bytes -> report.put("peakResidentBytes", bytes));
    return report;
  }

  /**
   * What an image takes in each phase, on average: milliseconds, the bytes that are read and
   * written, and their quotient. Of waiting for data and of the rest only the time is known.
   */
  private Map<String, Map<String, Object>> split() {
    double images = (double) clock.steps() * batch;
    double rest = clock.totalMs() - clock.waitedMs();
    Map<String, Map<String, Object>> split = new LinkedHashMap<>();
    Map<Phase, Long> bytes = bytesMoved();
    for (Map.Entry<Phase, Double> phase : seconds().entrySet()) {
      double ms = (phase.getValue() - secondsBefore.get(phase.getKey())) * 1e3;
      double moved = bytes.get(phase.getKey()) - bytesBefore.get(phase.getKey());
      Map<String, Object> part = new LinkedHashMap<>();
      part.put("ms", ms / images);
      part.put("bytes", Math.round(moved / images));
      part.put("gbPerSecond", ms == 0 ? 0 : moved / ms / 1e6);
      split.put(phase.getKey().name().toLowerCase(Locale.ROOT), part);
      rest -= ms;
    }
    split.put("optimizer_and_loss", Map.of("ms", rest / images));
    split.put("data", Map.of("ms", clock.waitedMs() / images));
    return split;
  }

  private Map<Phase, Double> seconds() {
    return engine instanceof OneDnnEngine oneDnn ? oneDnn.timings() : Map.of();
  }

  private Map<Phase, Long> bytesMoved() {
    return engine instanceof OneDnnEngine oneDnn ? oneDnn.bytesMoved() : Map.of();
  }

  @Override
  public void close() {
    trainer.close();
  }
}
