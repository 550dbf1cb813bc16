// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.report;

import io.github.bnn4j.core.packed.PackedNetwork;
import io.github.bnn4j.layers.train.ImageDataset;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.IntConsumer;

/** Classifies labelled images with a packed network, on all processors. */
public final class PackedEvaluation {
  private static final int BATCH = 500;

  private PackedEvaluation() {}

  /**
   * Evaluates the network.
   *
   * @param progress hears how many images are done, from the calling thread
   */
  public static AccuracyReport run(
      PackedNetwork network, ImageDataset images, IntConsumer progress) {
    int threads = Runtime.getRuntime().availableProcessors();
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    try {
      AccuracyReport.Collector collector =
          new AccuracyReport.Collector(network.labels(), images.labels());
      for (int from = 0; from < images.size(); from += BATCH) {
        ImageDataset batch = images.subset(from, Math.min(from + BATCH, images.size()));
        long start = System.nanoTime();
        float[] logits = network.logits(batch.pixels(), batch.size(), executor);
        collector.add(logits, System.nanoTime() - start);
        progress.accept(from + batch.size());
      }
      return collector.finish(threads);
    } finally {
      executor.shutdownNow();
    }
  }
}
