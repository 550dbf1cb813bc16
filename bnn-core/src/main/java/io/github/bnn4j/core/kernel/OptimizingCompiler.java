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

  /** Other JVMs than HotSpot, and images without the module, do not tell. */
  private static Optional<String> flags() {
    return ModuleLayer.boot().findModule("jdk.management").isPresent()
        ? ManagementFactory.getPlatformMXBeans(HotSpotDiagnosticMXBean.class).stream()
            .flatMap(jvm -> reason(jvm).stream())
            .findFirst()
        : Optional.empty();
  }

  private static Optional<String> reason(HotSpotDiagnosticMXBean jvm) {
    try {
      int level = Integer.parseInt(jvm.getVMOption("TieredStopAtLevel").getValue());
      if (level < FULL_OPTIMIZATION) {
        return Optional.of("-XX:TieredStopAtLevel=" + level);
      }
      boolean compiles = Boolean.parseBoolean(jvm.getVMOption("UseCompiler").getValue());
      return compiles ? Optional.empty() : Optional.of("-XX:-UseCompiler");
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
