// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * One layer, or several fused ones, bound to a batch size: the buffers and the arithmetic.
 *
 * <p>Arrays are float32, {@code [N, H, W, C]}, contiguous. What an operation returns belongs to it
 * and is overwritten by its next call. Arrays that it makes while it computes are gone at its next
 * {@link #forward}: what it keeps for longer it makes when it is bound. Not thread-safe; work
 * inside one call may use several threads.
 */
public interface Operation extends AutoCloseable {

  /**
   * Computes the output.
   *
   * @param input {@code [N, H, W, C]}, left as it is; must stay unchanged until {@link #backward}
   *     is done
   * @param training true to normalise by the batch and update running statistics, false to use them
   * @return the output, owned by this operation
   */
  INDArray forward(INDArray input, boolean training);

  /**
   * Computes the gradient of the input and writes the gradients of the parameters, for the input of
   * the last {@link #forward} in training.
   *
   * @param outputGradient gradient of the loss by the output, of the output's shape; others may
   *     read it too, so it is left as it is
   * @return gradient of the loss by the input, owned by this operation
   */
  INDArray backward(INDArray outputGradient);

  /** Releases native memory, if any is held outside ND4J. */
  @Override
  default void close() {}
}
