// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.train;

import io.github.bnn4j.layers.Network;
import io.github.bnn4j.layers.engine.BoundNetwork;
import io.github.bnn4j.layers.engine.Engine;

/** A trained network that does not change and answers for each batch that is trained on. */
final class Teacher implements AutoCloseable {

  private final Distillation distillation;
  private final DistillationLoss loss;
  private final BoundNetwork bound;
  private final float[] logits;

  Teacher(Network network, Engine engine, Distillation distillation, int batch) {
    this.distillation = distillation;
    this.loss = new DistillationLoss(distillation.temperature());
    this.bound = engine.bind(network, batch);
    this.logits = new float[batch * network.output().size()];
  }

  /**
   * Turns loss and gradient of the labels into those of the labels and the teacher.
   *
   * @param batch images as the student sees them
   * @param answers the student's logits
   * @param labelLoss loss by the labels
   * @param gradient holds the gradient by the labels, receives that of both
   * @return loss of both
   */
  double teach(LabelledBatch batch, float[] answers, double labelLoss, float[] gradient) {
    bound.forward(batch.images(), false).data().asNioFloat().get(0, logits);
    double weight = distillation.weight();
    double softened = loss.mix(answers, logits, batch.size(), weight, gradient);
    return (1 - weight) * labelLoss + weight * softened;
  }

  @Override
  public void close() {
    bound.close();
  }
}
