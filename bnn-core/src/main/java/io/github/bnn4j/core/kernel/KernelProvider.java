// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.kernel;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Where kernels come from.
 *
 * @param name the name, as the property {@code bnn4j.kernel} takes it
 * @param kernels makes kernels, one a thread
 */
record KernelProvider(String name, Supplier<Kernel> kernels) {

  static final String VECTOR = "vector";

  /** The provider that every JVM has. */
  static KernelProvider scalar() {
    return new KernelProvider(ScalarKernel.NAME, ScalarKernel::new);
  }

  /**
   * Returns the provider on the Vector API. Its class is in the part of the jar that only newer
   * JVMs see, so it is found by name.
   *
   * @throws ReflectiveOperationException if there is none; {@link #whyNoVector} has told why before
   */
  static KernelProvider vector() throws ReflectiveOperationException {
    MethodHandles.Lookup lookup = MethodHandles.lookup();
    Class<?> type = lookup.findClass(Kernel.class.getPackageName() + ".VectorKernel");
    MethodHandle constructor =
        lookup
            .findConstructor(type, MethodType.methodType(void.class))
            .asType(MethodType.methodType(Kernel.class));
    return new KernelProvider(VECTOR, () -> newKernel(constructor));
  }

  /** Returns why this JVM cannot run the Vector API, or not fast; empty if it can. */
  static Optional<String> whyNoVector() {
    int feature = Runtime.version().feature();
    if (feature < 21) {
      return Optional.of("it needs Java 21 or newer, and this is Java " + feature);
    }
    if (ModuleLayer.boot().findModule("jdk.incubator.vector").isEmpty()) {
      return Optional.of("the JVM was started without --add-modules jdk.incubator.vector");
    }
    if (!System.getProperty("java.vm.name", "").contains("HotSpot")
        && !System.getProperty("java.vm.name", "").contains("OpenJDK")) {
      return Optional.of("only HotSpot compiles it to fast code");
    }
    String mode = System.getProperty("java.vm.info", "");
    if (mode.contains("emulated-client") || mode.contains("interpreted")) {
      return Optional.of("the JVM runs without its optimizing compiler (" + mode + ")");
    }
    return Optional.empty();
  }

  private static Kernel newKernel(MethodHandle constructor) {
    try {
      return (Kernel) constructor.invokeExact();
    } catch (Throwable e) {
      throw new IllegalStateException("The kernel on the Vector API cannot be made.", e);
    }
  }
}
