// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.kernel;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.function.Supplier;

/**
 * Where kernels come from.
 *
 * @param name the name, as the property {@code bnn4j.kernel} takes it
 * @param kernels makes kernels, one a thread
 */
record KernelProvider(String name, Supplier<Kernel> kernels) {

  static final String SCALAR = "scalar";
  static final String VECTOR = "vector";

  /** Returns the provider that every JVM has. */
  static KernelProvider scalar() {
    return new KernelProvider(SCALAR, ScalarKernel::new);
  }

  /**
   * Returns the provider on the Vector API. Its class is in the part of the jar that only newer
   * JVMs see, so it is found by name.
   *
   * @throws UnsupportedOperationException if this JVM cannot run it, or not fast; the message is
   *     the reason, a clause without a full stop
   */
  static KernelProvider vector() {
    requireFastVectors();
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      Class<?> type = lookup.findClass(Kernel.class.getPackageName() + ".VectorKernel");
      MethodHandle constructor =
          lookup
              .findConstructor(type, MethodType.methodType(void.class))
              .asType(MethodType.methodType(Kernel.class));
      return new KernelProvider(VECTOR, () -> newKernel(constructor));
    } catch (ReflectiveOperationException | LinkageError e) {
      throw new UnsupportedOperationException(
          "its classes, in META-INF/versions/21 of the jar, are not there or do not fit this JVM",
          e);
    }
  }

  private static void requireFastVectors() {
    int feature = Runtime.version().feature();
    require(feature >= 21, "it needs Java 21 or newer, and this is Java " + feature);
    require(
        ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent(),
        "the JVM was started without --add-modules jdk.incubator.vector");
    String mode = System.getProperty("java.vm.info", "");
    require(
        !mode.contains("emulated-client") && !mode.contains("interpreted"),
        "the JVM runs without its optimizing compiler (" + mode + ")");
  }

  private static void require(boolean condition, String otherwise) {
    if (!condition) {
      throw new UnsupportedOperationException(otherwise);
    }
  }

  private static Kernel newKernel(MethodHandle constructor) {
    try {
      return (Kernel) constructor.invokeExact();
    } catch (Throwable e) {
      throw new IllegalStateException("The kernel on the Vector API cannot be made.", e);
    }
  }
}
