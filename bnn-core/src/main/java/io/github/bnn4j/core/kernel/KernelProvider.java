// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.kernel;

import java.lang.invoke.MethodHandles;
import java.util.function.Supplier;

/**
 * Where kernels come from.
 *
 * @param name the name, as the property {@code bnn4j.kernel} takes it
 * @param kernels makes kernels, one a thread
 */
record KernelProvider(String name, Supplier<Kernel> kernels) {

  static final String SCALAR = VectorApi.SCALAR;
  static final String VECTOR = VectorApi.VECTOR;

  private static final int RELEASE = 21;

  /** Returns the provider that every JVM has. */
  static KernelProvider scalar() {
    return new KernelProvider(SCALAR, ScalarKernel::new);
  }

  /**
   * Returns the provider on the Vector API.
   *
   * @param forced the property {@code bnn4j.kernel}, empty if it is not set
   * @throws UnsupportedOperationException as {@link VectorApi#find}
   * @throws IllegalStateException as {@link VectorApi#find}
   */
  static KernelProvider vector(String forced) {
    return new KernelProvider(
        VECTOR,
        VectorApi.find(forced, MethodHandles.lookup(), Kernel.class, "VectorKernel", RELEASE));
  }
}
