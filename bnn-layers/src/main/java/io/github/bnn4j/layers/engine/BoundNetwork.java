// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.engine;

import io.github.bnn4j.layers.Network;
import io.github.bnn4j.layers.engine.pass.Pass;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A network bound to an engine and a batch size.
 *
 * <p>Arrays that are returned belong to the bound network and are overwritten by its next pass. Not
 * thread-safe; a pass may use several threads inside.
 */
public final class BoundNetwork implements AutoCloseable {

  private final Pass pass;
  private final int batch;

  /** Held also because a native library knows parameters by address only. */
  private final Network network;

  BoundNetwork(Network network, Pass pass, int batch) {
    this.network = network;
    this.pass = pass;
    this.batch = batch;
  }

  /**
   * The number of images of each pass.
   *
   * @return at least 1
   */
  public int batch() {
    return batch;
  }

  /**
   * The number of logits of each image.
   *
   * @return at least 1
   */
  public int classes() {
    return network.output().size();
  }

  /**
   * Computes the logits of a batch.
   *
   * @param input float32 {@code [N, H, W, C]}, contiguous; must stay unchanged until {@link
   *     #backward} is done
   * @param training true to normalise by the batch and update running statistics
   * @return {@code [N, 1, 1, K]}
   */
  public INDArray forward(INDArray input, boolean training) {
    return pass.forward(input, training);
  }

  /**
   * Computes the gradients of all parameters, for the batch of the last forward pass in training.
   *
   * @param outputGradient gradient of the loss by the logits, {@code [N, 1, 1, K]}
   */
  public void backward(INDArray outputGradient) {
    pass.backward(outputGradient);
  }

  /**
   * Says what a pass that is under way computes. May be asked on any thread.
   *
   * @return for example {@code the backward pass of block1.conv}; empty between two passes
   */
  public Optional<String> underWay() {
    return pass.underWay();
  }

  @Override
  public void close() {
    pass.close();
  }
}
