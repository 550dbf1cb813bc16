// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.engine.pass;

import io.github.bnn4j.core.graph.Lifetimes;
import io.github.bnn4j.core.shape.FeatureShape;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Memory for what lives only while the gradient passes by. Sharing it between operations keeps the
 * way back in the processor's caches: it made a step of a binary network a quarter faster.
 */
public final class SharedBuffers implements AutoCloseable {

  /** What a buffer is for; those of one kind and type share their memory. */
  private enum Kind {
    INNER,
    SHUFFLED,
    ROUNDED,
    OPERAND
  }

  private final int batch;
  private final long length;
  private final Map<Kind, Map<DataType, INDArray>> buffers;
  private final List<INDArray> slots;
  private final List<INDArray> outputs;
  private final List<INDArray> kept;
  private final int slot;

  /**
   * Makes buffers for a network. Memory for what stays in an operation is taken when it is first
   * asked for.
   *
   * @param largest values of one image of the largest activations
   * @param slots the memory of gradients that operations hand on, in values of one image
   */
  public SharedBuffers(int largest, int batch, List<Lifetimes.Slot<DataType>> slots) {
    this(
        batch,
        (long) largest * batch,
        new EnumMap<>(Kind.class),
        slots.stream().map(it -> Nd4j.create(it.type(), it.size() * batch)).toList(),
        new ArrayList<>(),
        new ArrayList<>(),
        -1);
  }

  private SharedBuffers(
      int batch,
      long length,
      Map<Kind, Map<DataType, INDArray>> buffers,
      List<INDArray> slots,
      List<INDArray> outputs,
      List<INDArray> kept,
      int slot) {
    this.batch = batch;
    this.length = length;
    this.buffers = buffers;
    this.slots = slots;
    this.outputs = outputs;
    this.kept = kept;
    this.slot = slot;
  }

  /** The same buffers, for an operation that hands on its gradient in one of the slots. */
  public SharedBuffers forSlot(int which) {
    return new SharedBuffers(batch, length, buffers, slots, outputs, kept, which);
  }

  /** An operation's output, which it does not share while these buffers are in use. */
  public INDArray output(FeatureShape shape, DataType type) {
    INDArray output = Nd4j.create(type, shape.batch(batch));
    outputs.add(output);
    return output;
  }

  /** What an operation keeps from step to step, zeros at first. */
  public INDArray keep(long... shape) {
    INDArray array = Nd4j.create(DataType.FLOAT, shape);
    kept.add(array);
    return array;
  }

  /**
   * Frees the memory of all of them but the last output, which is the network's and may still be
   * read. ND4J would do so too, but only when the garbage collector finds the small objects that
   * stand for it.
   */
  @Override
  public void close() {
    slots.forEach(INDArray::close);
    kept.forEach(INDArray::close);
    buffers.values().forEach(types -> types.values().forEach(INDArray::close));
    outputs.stream().limit(Math.max(0, outputs.size() - 1)).forEach(INDArray::close);
  }

  /** The gradient that an operation hands on. */
  public INDArray inputGradient(FeatureShape shape, DataType type) {
    INDArray buffer = slots.get(slot);
    if (buffer.dataType() != type) {
      throw new IllegalStateException(
          "A gradient in " + type + " got a slot in " + buffer.dataType());
    }
    return part(buffer, shape);
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
    return part(buffer, shape);
  }

  private INDArray part(INDArray buffer, FeatureShape shape) {
    return buffer
        .get(NDArrayIndex.interval(0, (long) batch * shape.size()))
        .reshape('c', shape.batch(batch));
  }
}
