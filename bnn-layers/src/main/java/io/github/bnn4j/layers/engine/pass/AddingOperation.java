// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.engine.pass;

import io.github.bnn4j.layers.Operation;
import org.nd4j.linalg.api.ndarray.INDArray;

/** An operation that adds the gradients of its input's other readers while it writes its own. */
public interface AddingOperation extends Operation {

  /**
   * Does what {@link #backward(INDArray)} does and adds.
   *
   * @param others the sum of the gradients that other readers of the input have handed on
   * @return gradient of the loss by the input, of all these readers, owned by this operation
   */
  INDArray backward(INDArray outputGradient, INDArray others);
}
