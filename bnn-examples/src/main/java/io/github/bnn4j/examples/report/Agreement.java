// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.report;

import io.github.bnn4j.core.packed.PackedNetwork;
import io.github.bnn4j.layers.Network;
import io.github.bnn4j.layers.engine.BoundNetwork;
import io.github.bnn4j.layers.engine.Engine;
import io.github.bnn4j.layers.train.Evaluator;
import io.github.bnn4j.layers.train.ImageDataset;
import java.util.concurrent.ForkJoinPool;

/**
 * How far two engines agree about the same images.
 *
 * @param images how many images both have seen
 * @param disagreements images for which they name different classes
 * @param maxLogitDifference the largest distance between two logits
 */
public record Agreement(int images, int disagreements, double maxLogitDifference) {

  /** Compares a trained network with what was packed of it. */
  public static Agreement of(Network network, PackedNetwork packed, ImageDataset images) {
    float[] logits;
    try (BoundNetwork bound = Engine.exact().bind(network, Math.min(100, images.size()))) {
      logits = new Evaluator(bound, packed.input()).logits(images);
    }
    return of(
        logits,
        packed.logits(images.pixels(), images.size(), ForkJoinPool.commonPool()),
        packed.labels().size());
  }

  /** Compares logits, [images, classes]. */
  static Agreement of(float[] left, float[] right, int classes) {
    int disagreements = 0;
    double maxDifference = 0;
    for (int from = 0; from < left.length; from += classes) {
      disagreements += largest(left, from, classes) == largest(right, from, classes) ? 0 : 1;
      for (int i = from; i < from + classes; i++) {
        maxDifference = Math.max(maxDifference, Math.abs((double) left[i] - right[i]));
      }
    }
    return new Agreement(left.length / classes, disagreements, maxDifference);
  }

  private static int largest(float[] logits, int from, int classes) {
    int best = from;
    for (int i = from + 1; i < from + classes; i++) {
      best = logits[i] > logits[best] ? i : best;
    }
    return best;
  }
}
