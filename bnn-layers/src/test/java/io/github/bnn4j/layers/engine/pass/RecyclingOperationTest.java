// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.engine.pass;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.bnn4j.layers.Operation;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class RecyclingOperationTest {
  private static final int LENGTH = 1000;
  private static final int PASSES = 12;

  private final INDArray input = Nd4j.valueArrayOf(new long[] {LENGTH}, 2, DataType.FLOAT);

  /** Gives new arrays: {@code 3 x + 1}, and the gradient times the input. */
  private static final class Plain implements Operation {
    private INDArray last = Nd4j.empty(DataType.FLOAT);

    @Override
    public INDArray forward(INDArray x, boolean training) {
      last = x.mul(1);
      return x.mul(3).add(1);
    }

    @Override
    public INDArray backward(INDArray outputGradient) {
      return outputGradient.mul(last);
    }
  }

  @Test
  void passesGiveTheSameAsWithoutInTheSameMemory() {
    Set<Long> outputs = new HashSet<>();
    Set<Long> gradients = new HashSet<>();
    try (Operation operation = new RecyclingOperation(new Plain())) {
      for (int pass = 0; pass < PASSES; pass++) {
        INDArray y = operation.forward(input, true);
        outputs.add(y.data().address());
        INDArray others = Nd4j.valueArrayOf(new long[] {LENGTH}, 5, DataType.FLOAT);
        INDArray gradient = operation.backward(others);
        gradients.add(gradient.data().address());

        assertThat(others.isAttached()).isFalse();
        assertThat(y.data().asFloat()).containsOnly(7);
        assertThat(gradient.data().asFloat()).containsOnly(10);
      }
    }

    assertThat(outputs).hasSizeLessThanOrEqualTo(3);
    assertThat(gradients).hasSizeLessThanOrEqualTo(3);
  }

  @Test
  void evaluationsWithoutAWayBackAreRecycledToo() {
    Set<Long> outputs = new HashSet<>();
    try (Operation operation = new RecyclingOperation(new Plain())) {
      for (int pass = 0; pass < PASSES; pass++) {
        outputs.add(operation.forward(input, false).data().address());
      }
    }

    assertThat(outputs).hasSizeLessThanOrEqualTo(3);
  }

  @Test
  void whatFailsLeavesNobodyInItsMemory() {
    try (Operation operation = new RecyclingOperation(new Failing())) {
      assertThatIllegalStateException().isThrownBy(() -> operation.forward(input, true));

      assertThat(Nd4j.create(DataType.FLOAT, 1).isAttached()).isFalse();
    }
  }

  private static final class Failing implements Operation {
    @Override
    public INDArray forward(INDArray x, boolean training) {
      throw new IllegalStateException("The input is wrong.");
    }

    @Override
    public INDArray backward(INDArray outputGradient) {
      return outputGradient;
    }
  }
}
