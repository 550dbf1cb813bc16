// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.speedup;

import io.github.bnn4j.core.kernel.Kernel;

/** Waits until packed networks run as fast as they will. */
public final class FastestKernel {

  private static final long PATIENCE_NANOS = 60_000_000_000L;
  private static final int PAUSE_MILLIS = 50;

  private FastestKernel() {}

  /**
   * Waits until the kernel on the Vector API has been compiled, where it can run, for at most a
   * minute.
   *
   * @return the kernel that is fastest then
   */
  public static Kernel await() {
    boolean waits =
        ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent()
            && !System.getProperties().containsKey("bnn4j.kernel");
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    Kernel kernel = Kernel.create();
    while (waits && kernel.provider().equals("scalar") && System.nanoTime() < deadline) {
      pause();
      kernel = kernel.orFaster();
    }
    return kernel;
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while waiting for the kernel.", e);
    }
  }
}
