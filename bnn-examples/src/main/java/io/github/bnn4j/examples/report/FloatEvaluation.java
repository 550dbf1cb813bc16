// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.report;

import io.github.bnn4j.core.packed.layer.ImageSpec;
import io.github.bnn4j.layers.Network;
import io.github.bnn4j.layers.engine.BoundNetwork;
import io.github.bnn4j.layers.engine.Engine;
import io.github.bnn4j.layers.train.Evaluator;
import io.github.bnn4j.layers.train.ImageDataset;
import java.util.List;
import java.util.function.IntConsumer;

/** Classifies labelled images with a network as it is trained, in float arithmetic. */
public final class FloatEvaluation {
  private static final int BATCH = 100;
  private static final int CHUNK = 1_000;

  private FloatEvaluation() {}

  /**
   * Evaluates the network.
   *
   * @param labels the names of the classes
   * @param progress hears how many images are done
   */
  public static AccuracyReport run(
      Network network,
      ImageSpec input,
      List<String> labels,
      ImageDataset images,
      IntConsumer progress) {
    AccuracyReport.Collector collector = new AccuracyReport.Collector(labels, images.labels());
    try (BoundNetwork bound = Engine.exact().bind(network, Math.min(BATCH, images.size()))) {
      Evaluator evaluator = new Evaluator(bound, input);
      for (int from = 0; from < images.size(); from += CHUNK) {
        ImageDataset chunk = images.subset(from, Math.min(from + CHUNK, images.size()));
        long start = System.nanoTime();
        float[] logits = evaluator.logits(chunk);
        collector.add(logits, System.nanoTime() - start);
        progress.accept(from + chunk.size());
      }
    }
    return collector.finish(Runtime.getRuntime().availableProcessors());
  }
}
