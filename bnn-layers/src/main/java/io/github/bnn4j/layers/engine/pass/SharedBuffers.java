// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.engine.pass;

import io.github.bnn4j.core.shape.FeatureShape;
import java.util.EnumMap;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Memory for what lives only while the gradient passes by. Sharing it between operations keeps the
 * way back in the processor's caches: it made a step of a binary network a quarter faster.
 */
public final class SharedBuffers {

  /** What a buffer is for; those of one kind and type share their memory. */
  private enum Kind {
    EVEN,
    ODD,
    INNER,
    SHUFFLED,
    ROUNDED,
    OPERAND
  }

  private final int batch;
  private final long length;
  private final Map<Kind, Map<DataType, INDArray>> buffers = new EnumMap<>(Kind.class);
  private boolean odd;

  /**
   * Makes buffers for a network; memory is taken when it is first asked for.
   *
   * @param largest values of one image of the largest activations
   */
  public SharedBuffers(int largest, int batch) {
    this.batch = batch;
    this.length = (long) largest * batch;
  }

  /**
   * The gradient that an operation returns. Two buffers take turns, as each operation reads the one
   * and writes the other: ask in the order of the layers.
   */
  public INDArray inputGradient(FeatureShape shape, DataType type) {
    odd = !odd;
    return view(odd ? Kind.ODD : Kind.EVEN, shape, type);
  }

  /** A gradient that does not leave its operation. */
  public INDArray innerGradient(FeatureShape shape, DataType type) {
    return view(Kind.INNER, shape, type);
  }

  /** The same, before its channels are put back in order. */
  public INDArray shuffledGradient(FeatureShape shape, DataType type) {
    return view(Kind.SHUFFLED, shape, type);
  }

  /** An incoming gradient that has to be rounded. */
  public INDArray roundedGradient(FeatureShape shape, DataType type) {
    return view(Kind.ROUNDED, shape, type);
  }

  /** The input of a convolution in the type that the way back multiplies. */
  public INDArray operand(FeatureShape shape, DataType type) {
    return view(Kind.OPERAND, shape, type);
  }

  private INDArray view(Kind kind, FeatureShape shape, DataType type) {
    INDArray buffer =
        buffers
            .computeIfAbsent(kind, k -> new EnumMap<>(DataType.class))
            .computeIfAbsent(type, t -> Nd4j.create(t, length));
    return buffer
        .get(NDArrayIndex.interval(0, (long) batch * shape.size()))
        .reshape('c', shape.batch(batch));
  }
}
