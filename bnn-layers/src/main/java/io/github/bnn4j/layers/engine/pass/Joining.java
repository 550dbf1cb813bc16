// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.engine.pass;

import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What makes one value of several, bound to a batch size. Not thread-safe. */
public interface Joining {

  /**
   * Computes the output, which belongs to the joining and is overwritten by its next call.
   *
   * @param inputs left as they are; must stay unchanged until {@link #backward} is done
   * @param training whether to normalise by the batch and update running statistics
   */
  INDArray forward(List<INDArray> inputs, boolean training);

  /**
   * Computes the gradients of the inputs, in their order.
   *
   * @param outputGradient left as it is, unless it is handed on {@linkplain
   *     GradientFlow.Handing#CHANGED changed}
   */
  List<INDArray> backward(INDArray outputGradient);

  /** Which array it hands on to each input. */
  List<GradientFlow.Handing> handings();
}
