// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.train;

import io.github.bnn4j.core.shape.FeatureShape;
import io.github.bnn4j.layers.FloatMemory;
import io.github.bnn4j.layers.SoftmaxCrossEntropy;
import java.util.Optional;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The loss of a batch, by its labels and by a teacher if there is one, and its gradient by the
 * logits. Not thread-safe.
 */
final class BatchLoss implements AutoCloseable {

  private final SoftmaxCrossEntropy byLabels;
  private final Optional<Teacher> teacher;
  private final INDArray logitGradient;
  private final FloatMemory gradientMemory;
  private final float[] logits;
  private final float[] gradient;

  /**
   * Makes it for batches of a size.
   *
   * @param output shape of the logits of one image
   */
  BatchLoss(double labelSmoothing, Optional<Teacher> teacher, FeatureShape output, int batch) {
    this.byLabels = new SoftmaxCrossEntropy(labelSmoothing);
    this.teacher = teacher;
    this.logitGradient = Nd4j.create(DataType.FLOAT, output.batch(batch));
    this.gradientMemory = new FloatMemory(logitGradient);
    this.logits = new float[Math.toIntExact(logitGradient.length())];
    this.gradient = new float[logits.length];
  }

  /**
   * Computes loss and gradient.
   *
   * @param output the network's logits for the batch
   * @return the mean loss of an image
   */
  double evaluate(LabelledBatch batch, INDArray output) {
    output.data().asNioFloat().get(0, logits);
    byLabels.evaluate(logits, batch.targets());
    byLabels.copyGradient(gradient);
    double loss =
        teacher.isPresent()
            ? teacher.get().teach(batch, logits, byLabels.loss(), gradient)
            : byLabels.loss();
    gradientMemory.floats().put(0, gradient);
    return loss;
  }

  /** The gradient of the batch evaluated last, in memory that the next one takes. */
  INDArray gradient() {
    return logitGradient;
  }

  /** How many images of the batch evaluated last got their own label. */
  int correct() {
    return byLabels.correct();
  }

  @Override
  public void close() {
    logitGradient.close();
  }
}
