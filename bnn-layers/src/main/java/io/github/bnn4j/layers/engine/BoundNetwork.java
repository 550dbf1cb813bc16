// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.engine;

import io.github.bnn4j.core.check.Require;
import io.github.bnn4j.core.shape.FeatureShape;
import io.github.bnn4j.layers.Network;
import io.github.bnn4j.layers.engine.pass.Pass;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;
import org.nd4j.linalg.api.buffer.DataType;
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
  private boolean trained;
  private boolean closed;

  /** Held also because a native library knows parameters by address only. */
  private final Network network;

  BoundNetwork(Network network, int batch, Supplier<Pass> compiler) {
    Require.that(batch >= 1, "A batch has at least 1 image, not %d.", batch);
    this.network = network;
    this.batch = batch;
    this.pass = compiler.get();
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
   * @throws IllegalArgumentException if the input is of another shape or type
   * @throws IllegalStateException if this is closed
   */
  public INDArray forward(INDArray input, boolean training) {
    requireOpen();
    requireBatch("The input", input, network.input());
    trained = training;
    return pass.forward(input, training);
  }

  /**
   * Computes the gradients of all parameters, for the batch of the last forward pass in training.
   *
   * @param outputGradient gradient of the loss by the logits, {@code [N, 1, 1, K]}
   * @throws IllegalArgumentException if the gradient is of another shape or type
   * @throws IllegalStateException if the last forward pass was none in training, or this is closed
   */
  public void backward(INDArray outputGradient) {
    requireOpen();
    if (!trained) {
      throw new IllegalStateException(
          "A backward pass needs a forward pass in training just before it.");
    }
    requireBatch("The gradient of the output", outputGradient, network.output());
    pass.backward(outputGradient);
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("This network is closed; bind it again.");
    }
  }

  /** Native code would read past the end of a smaller array, and numbers of another order. */
  private void requireBatch(String what, INDArray array, FeatureShape image) {
    long[] shape = image.batch(batch);
    Require.that(
        Arrays.equals(array.shape(), shape) && array.dataType() == DataType.FLOAT,
        "%s must be FLOAT %s, not %s %s.",
        what,
        Arrays.toString(shape),
        array.dataType(),
        Arrays.toString(array.shape()));
    Require.that(
        liesInOrder(array), "%s must lie in memory as [N, H, W, C]; it does after dup('c').", what);
  }

  /**
   * Says what a pass that is under way computes. May be asked on any thread.
   *
   * @return for example {@code the backward pass of block1.conv}; empty between two passes
   */
  public Optional<String> underWay() {
    return pass.underWay();
  }

  private static boolean liesInOrder(INDArray array) {
    long step = 1;
    for (int axis = array.rank() - 1; axis >= 0; axis--) {
      if (array.size(axis) > 1 && array.stride(axis) != step) {
        return false;
      }
      step *= array.size(axis);
    }
    return true;
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      pass.close();
    }
  }
}
