// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.train;

import io.github.bnn4j.core.packed.layer.ImageSpec;
import io.github.bnn4j.layers.SoftmaxCrossEntropy;
import io.github.bnn4j.layers.engine.BoundNetwork;
import java.util.stream.IntStream;

/** Runs a network over a data set, without training it. Not thread-safe. */
public final class Evaluator {

  private final BoundNetwork bound;
  private final ImageSpec input;
  private final Runnable onBatch;

  /**
   * Makes an evaluator.
   *
   * @param bound the network, bound to a batch size
   * @param input how pixels become its input
   */
  public Evaluator(BoundNetwork bound, ImageSpec input) {
    this(bound, input, () -> {});
  }

  /**
   * Makes an evaluator that says when it begins a batch.
   *
   * @param onBatch what to do then
   */
  Evaluator(BoundNetwork bound, ImageSpec input, Runnable onBatch) {
    this.bound = bound;
    this.input = input;
    this.onBatch = onBatch;
  }

  /**
   * Measures loss and accuracy.
   *
   * @param data images of the network's shape and classes
   * @return the mean over all of them
   * @throws IllegalArgumentException if the network has another number of classes
   */
  public Evaluation evaluate(ImageSource data) {
    if (data.classes() != bound.classes()) {
      throw new IllegalArgumentException(
          "A network for "
              + bound.classes()
              + " classes cannot be measured on images of "
              + data.classes()
              + ".");
    }
    float[] logits = logits(data);
    SoftmaxCrossEntropy loss = new SoftmaxCrossEntropy(0);
    int[] labels = IntStream.range(0, data.size()).map(data::label).toArray();
    loss.evaluate(logits, labels);
    return new Evaluation(data.size(), loss.correct(), loss.loss());
  }

  /**
   * Computes the logits of every image.
   *
   * @param data images of the network's shape, of whatever classes
   * @return one row of K values an image, image after image
   */
  public float[] logits(ImageSource data) {
    float[] all = new float[data.size() * bound.classes()];
    int[] done = {0};
    try (BatchSource source = new BatchSource(data, new PixelScaling(input), bound.batch())) {
      source.forEachInOrder(
          batch -> {
            onBatch.run();
            int values = batch.size() * bound.classes();
            bound.forward(batch.images(), false).data().asNioFloat().get(0, all, done[0], values);
            done[0] += values;
          });
    }
    return all;
  }
}
