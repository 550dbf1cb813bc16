// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.spark.train;

import io.github.bnn4j.layers.Floats;
import io.github.bnn4j.layers.io.Tensor;
import java.io.Serializable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Numbers with a shape, on their way through a cluster.
 *
 * @param shape sizes
 * @param numbers their values, last index fastest
 */
record Values(long[] shape, float[] numbers) implements Serializable {

  static Values of(INDArray array) {
    return new Values(array.shape(), Floats.of(array));
  }

  static Values of(Tensor tensor) {
    return new Values(tensor.shape(), tensor.values());
  }

  static Values of(double number) {
    return new Values(new long[] {1}, new float[] {(float) number});
  }

  Tensor tensor() {
    return new Tensor(shape, numbers);
  }

  void copyTo(INDArray target) {
    target.data().asNioFloat().slice().put(0, numbers);
  }
}
