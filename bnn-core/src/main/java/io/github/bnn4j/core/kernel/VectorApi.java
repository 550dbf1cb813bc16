// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.kernel;

import io.github.bnn4j.core.check.NotOnAndroid;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.function.Supplier;

/**
 * Whether this JVM runs the Vector API, and fast: the one place that packed inference and training
 * ask. Their classes on it are in parts of the jars that only newer JVMs see, so they are found by
 * name.
 *
 * <p>The property {@code bnn4j.kernel} forces {@code scalar} or {@code vector}; the second also on
 * a Java newer than those that this library was tested on, or with a compiler of JVMCI, where the
 * answer is no otherwise. Thread-safe; the first question takes up to a tenth of a second.
 */
@NotOnAndroid
public final class VectorApi {

  static final String PROPERTY = "bnn4j.kernel";
  static final String SCALAR = "scalar";
  static final String VECTOR = "vector";

  /** The newest Java that the tests run on. The API is an incubator's and may change after it. */
  static final int NEWEST_TESTED = 25;

  private static final String MODULE = "jdk.incubator.vector";
  private static final String ANDROID = "Dalvik";

  private VectorApi() {}

  /**
   * Finds an implementation on the Vector API.
   *
   * @param <T> what it implements
   * @param lookup sees the constructor without parameters
   * @param type what it implements
   * @param name the simple name of its class, in the package of {@code lookup}
   * @param release the Java version that the class needs, in the folder of which it is in the jar
   * @return makes one; its failures are of type {@link IllegalStateException}
   * @throws UnsupportedOperationException if this JVM cannot run it, or not fast, or the property
   *     asks for scalar Java; the message is the reason, a clause without a full stop
   * @throws IllegalStateException if the property asks for something else than there is
   */
  public static <T> Supplier<T> find(
      MethodHandles.Lookup lookup, Class<T> type, String name, int release) {
    return find(System.getProperty(PROPERTY, ""), lookup, type, name, release);
  }

  static <T> Supplier<T> find(
      String forced, MethodHandles.Lookup lookup, Class<T> type, String name, int release) {
    return switch (forced) {
      case "" -> {
        requireTested(Runtime.version().feature());
        OptimizingCompiler.stranger().ifPresent(VectorApi::refuse);
        yield fast(lookup, type, name, release);
      }
      case SCALAR -> throw new UnsupportedOperationException(PROPERTY + " asks for scalar Java");
      case VECTOR -> {
        try {
          yield fast(lookup, type, name, release);
        } catch (UnsupportedOperationException e) {
          throw new IllegalStateException(
              PROPERTY + " asks for the Vector API, but " + e.getMessage() + ".", e);
        }
      }
      default ->
          throw new IllegalStateException(
              "The property " + PROPERTY + " must be scalar or vector, not " + forced + ".");
    };
  }

  private static <T> Supplier<T> fast(
      MethodHandles.Lookup lookup, Class<T> type, String name, int release) {
    require(!ANDROID.equals(System.getProperty("java.vm.name")), "Android has none");
    int feature = Runtime.version().feature();
    require(
        feature >= release, "it needs Java " + release + " or newer, and this is Java " + feature);
    Module vector = ModuleLayer.boot().findModule(MODULE).orElse(null);
    require(vector != null, "the JVM was started without --add-modules " + MODULE);
    OptimizingCompiler.obstacle().ifPresent(VectorApi::refuse);
    // as a named module of a layer that was resolved without it
    VectorApi.class.getModule().addReads(vector);
    return constructor(lookup, type, name, release);
  }

  static void requireTested(int feature) {
    require(
        feature <= NEWEST_TESTED,
        "this is Java "
            + feature
            + " and it was tested up to Java "
            + NEWEST_TESTED
            + ": -D"
            + PROPERTY
            + "="
            + VECTOR
            + " tries it");
  }

  private static <T> Supplier<T> constructor(
      MethodHandles.Lookup lookup, Class<T> type, String name, int release) {
    String fullName = lookup.lookupClass().getPackageName() + "." + name;
    try {
      Class<?> implementation = lookup.ensureInitialized(lookup.findClass(fullName));
      MethodHandle constructor =
          lookup
              .findConstructor(implementation, MethodType.methodType(void.class))
              .asType(MethodType.methodType(Object.class));
      return () -> type.cast(newInstance(constructor, fullName));
    } catch (ClassNotFoundException e) {
      String file = "META-INF/versions/" + release + "/" + fullName.replace('.', '/') + ".class";
      boolean hidden = lookup.lookupClass().getClassLoader().getResource(file) != null;
      throw new UnsupportedOperationException(
          hidden
              ? "its classes are hidden: the jar was packed anew and its manifest does not say"
                  + " 'Multi-Release: true'"
              : "its classes, in META-INF/versions/" + release + " of the jar, are not there",
          e);
    } catch (ReflectiveOperationException | LinkageError e) {
      throw new UnsupportedOperationException("its classes do not fit this JVM (" + e + ")", e);
    }
  }

  private static Object newInstance(MethodHandle constructor, String name) {
    try {
      return constructor.invokeExact();
    } catch (Throwable e) {
      throw new IllegalStateException(name + " cannot be made.", e);
    }
  }

  private static void require(boolean condition, String otherwise) {
    if (!condition) {
      refuse(otherwise);
    }
  }

  private static void refuse(String reason) {
    throw new UnsupportedOperationException(reason);
  }
}
