// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import io.github.bnn4j.layers.GaussianArrays;
import io.github.bnn4j.layers.Network;
import io.github.bnn4j.layers.TinyNetworks;
import java.lang.management.ManagementFactory;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Once bound, a network passes forward and back in the memory it has. */
@Tag("kernel")
class AllocationTest {

  private static final int BATCH = 64;
  private static final int STEPS = 50;

  /** Vectors are objects until the compiler has come round to the passes. */
  private static final int ROUNDS = 40;

  /** Tasks for the workers and views of buffers; the activations of one image are larger. */
  private static final long SMALL_CHANGE = 24_000;

  @Test
  void aStepAllocatesNoArrays() {
    assumeTrue(OneDnnEngine.isAvailable());
    Network network = TinyNetworks.binary(4);
    network.initialize(1);
    Random random = new Random(1);
    INDArray x = GaussianArrays.next(random, network.input().batch(BATCH));
    INDArray gradient = GaussianArrays.next(random, network.output().batch(BATCH));
    try (BoundNetwork bound = new OneDnnEngine().bind(network, BATCH)) {
      long least = Long.MAX_VALUE;
      for (int round = 0; round < ROUNDS && least >= SMALL_CHANGE; round++) {
        long before = allocated();
        steps(bound, x, gradient);
        least = Math.min(least, (allocated() - before) / STEPS);
      }

      assertThat(least).as("bytes a step").isLessThan(SMALL_CHANGE);
    }
  }

  private static void steps(BoundNetwork bound, INDArray x, INDArray gradient) {
    for (int i = 0; i < STEPS; i++) {
      bound.forward(x, true);
      bound.backward(gradient);
    }
  }

  private static long allocated() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    return threads.getThreadAllocatedBytes(Thread.currentThread().getId());
  }
}
