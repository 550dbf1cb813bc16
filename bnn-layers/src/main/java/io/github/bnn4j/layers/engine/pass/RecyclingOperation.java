// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.engine.pass;

import io.github.bnn4j.core.graph.Graph;
import io.github.bnn4j.layers.Layer;
import io.github.bnn4j.layers.Operation;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.memory.conf.WorkspaceConfiguration;
import org.nd4j.linalg.api.memory.enums.AllocationPolicy;
import org.nd4j.linalg.api.memory.enums.LearningPolicy;
import org.nd4j.linalg.api.memory.enums.SpillPolicy;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * An operation of plain ND4J calls, whose arrays lie in memory that is used again at each forward
 * pass. ND4J by itself takes new memory for each array, and frees it when the garbage collector
 * comes by: what a step leaves behind may be many times what the network needs.
 */
public final class RecyclingOperation implements Operation {

  private static final WorkspaceConfiguration GROWING =
      WorkspaceConfiguration.builder()
          .initialSize(0)
          .policyAllocation(AllocationPolicy.STRICT)
          .policyLearning(LearningPolicy.FIRST_LOOP)
          .policySpill(SpillPolicy.REALLOCATE)
          .build();
  private static final AtomicLong MADE = new AtomicLong();

  private final Operation operation;
  private final MemoryWorkspace arena =
      Nd4j.getWorkspaceManager()
          .createNewWorkspace(GROWING, "bnn-operation-" + MADE.incrementAndGet());
  private boolean entered;

  RecyclingOperation(Operation operation) {
    this.operation = operation;
  }

  /**
   * An operation of a network in such memory, unless it makes the network's output, which may still
   * be read when the memory is free.
   *
   * @param output the value it makes
   */
  public static Operation of(Graph<Layer> graph, int output, Operation operation) {
    return output == graph.output() ? operation : new RecyclingOperation(operation);
  }

  @Override
  public INDArray forward(INDArray input, boolean training) {
    return inArena(
        () -> {
          if (entered) {
            arena.close();
          }
          arena.notifyScopeEntered();
          entered = true;
          return operation.forward(input, training);
        });
  }

  @Override
  public INDArray backward(INDArray outputGradient) {
    return inArena(
        () -> {
          Nd4j.getMemoryManager().setCurrentWorkspace(arena);
          return operation.backward(outputGradient);
        });
  }

  /** Others go on in the memory that they were in. */
  private static INDArray inArena(Supplier<INDArray> computation) {
    MemoryWorkspace before = Nd4j.getMemoryManager().getCurrentWorkspace();
    try {
      return computation.get();
    } finally {
      Nd4j.getMemoryManager().setCurrentWorkspace(before);
    }
  }

  @Override
  public void close() {
    operation.close();
    if (entered) {
      inArena(
          () -> {
            arena.close();
            return null;
          });
    }
    arena.destroyWorkspace(true);
    Nd4j.getWorkspaceManager().destroyWorkspace(arena);
  }
}
