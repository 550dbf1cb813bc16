// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.kernel;

import com.sun.management.HotSpotDiagnosticMXBean;
import io.github.bnn4j.core.check.NotOnAndroid;
import java.lang.management.ManagementFactory;
import java.util.Optional;

/**
 * Whether the JVM compiles with its optimizing compiler. Each operation of the Vector API that is
 * not is a call that allocates, a hundred times as slow as a loop in plain Java.
 */
@NotOnAndroid
final class OptimizingCompiler {

  private static final int FULL_OPTIMIZATION = 4;

  private OptimizingCompiler() {}

  /** What keeps the JVM from it, a clause without a full stop; nothing if nothing is known. */
  static Optional<String> obstacle() {
    String mode = System.getProperty("java.vm.info", "");
    boolean quick = mode.contains("emulated-client") || mode.contains("interpreted");
    return (quick ? Optional.of(mode) : flags())
        .map(reason -> "the JVM runs without its optimizing compiler (" + reason + ")");
  }

  /**
   * The compiler that stands in for HotSpot's own, of which nobody here knows how well it does the
   * Vector API; a clause without a full stop.
   */
  static Optional<String> stranger() {
    return stranger(flag("UseJVMCICompiler"));
  }

  static Optional<String> stranger(Optional<String> useJvmciCompiler) {
    return useJvmciCompiler
        .filter(Boolean::parseBoolean)
        .map(
            on ->
                "the JVM compiles by JVMCI (-XX:+UseJVMCICompiler), which was not tested: -D"
                    + VectorApi.PROPERTY
                    + "="
                    + VectorApi.VECTOR
                    + " tries it");
  }

  private static Optional<String> flags() {
    Optional<String> level =
        flag("TieredStopAtLevel").filter(value -> Integer.parseInt(value) < FULL_OPTIMIZATION);
    return level.isPresent()
        ? level.map(value -> "-XX:TieredStopAtLevel=" + value)
        : flag("UseCompiler").filter("false"::equals).map(off -> "-XX:-UseCompiler");
  }

  /** Other JVMs than HotSpot, and images without the module, do not tell. */
  private static Optional<String> flag(String name) {
    return ModuleLayer.boot().findModule("jdk.management").isPresent()
        ? ManagementFactory.getPlatformMXBeans(HotSpotDiagnosticMXBean.class).stream()
            .flatMap(jvm -> value(jvm, name).stream())
            .findFirst()
        : Optional.empty();
  }

  private static Optional<String> value(HotSpotDiagnosticMXBean jvm, String name) {
    try {
      return Optional.of(jvm.getVMOption(name).getValue());
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
