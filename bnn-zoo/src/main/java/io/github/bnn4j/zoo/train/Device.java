// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.zoo.train;

import io.github.bnn4j.core.check.Count;
import io.github.bnn4j.core.file.IoProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The machine that this runs on, as trainings and measurements name it. */
public final class Device {

  private static final Path PROCESSORS = Path.of("/proc/cpuinfo");
  private static final String NAME = "model name";

  private Device() {}

  /**
   * Names the machine.
   *
   * @return processor, cores and Java, such as {@code AMD EPYC, 2 cores, Java 25.0.3}
   */
  public static String describe() {
    return processor()
        + ", "
        + Count.of(Runtime.getRuntime().availableProcessors(), "core")
        + ", Java "
        + System.getProperty("java.version");
  }

  /**
   * Names the processor.
   *
   * @return its name where Linux tells it, else its kind, such as {@code aarch64}
   */
  public static String processor() {
    String kind = System.getProperty("os.arch");
    if (!Files.isReadable(PROCESSORS)) {
      return kind;
    }
    try (Stream<String> lines = Files.lines(PROCESSORS)) {
      return lines
          .filter(line -> line.startsWith(NAME))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse(kind);
    } catch (IOException e) {
      throw IoProblem.unchecked(PROCESSORS + " cannot be read", e);
    }
  }
}
