// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.engine.pass;

import io.github.bnn4j.layers.Operation;
import org.nd4j.linalg.api.ndarray.INDArray;

/** An operation that can add the gradient of its input to what other readers have handed on. */
public interface AddingOperation extends Operation {

  /**
   * Does what {@link #backward(INDArray)} does, but adds.
   *
   * @param sum the sum of the gradients of the input that other readers have handed on; receives
   *     that of this operation too
   */
  void backward(INDArray outputGradient, INDArray sum);
}
