// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.report;

import io.github.bnn4j.core.file.IoProblem;
import io.github.bnn4j.zoo.train.Device;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What a measurement means little without. */
public final class Machine {
  private static final Path PROCESSORS = Path.of("/proc/cpuinfo");
  private static final Path PROCESS = Path.of("/proc/self/status");
  private static final Pattern FEATURE = Pattern.compile("avx.*|amx.*|fma|popcnt|asimd.*|sve.*");

  private Machine() {}

  /** The JVM with its flags, the processor, and what it can do. */
  public static Map<String, Object> facts() {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("jdk", System.getProperty("java.vm.name") + " " + Runtime.version());
    facts.put(
        "jvmFlags", String.join(" ", ManagementFactory.getRuntimeMXBean().getInputArguments()));
    facts.put("os", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    facts.put("cpu", Device.processor());
    facts.put("cores", Runtime.getRuntime().availableProcessors());
    facts.put(
        "cpuFeatures",
        line(PROCESSORS, "flags")
            .or(() -> line(PROCESSORS, "Features"))
            .map(Machine::features)
            .orElse("unknown"));
    return facts;
  }

  /** The most memory this process had resident so far, in bytes; only Linux tells. */
  public static Optional<Long> peakResidentBytes() {
    return line(PROCESS, "VmHWM")
        .map(text -> Long.parseLong(text.replace("kB", "").strip()) * 1024);
  }

  private static String features(String flags) {
    return String.join(
        " ", Arrays.stream(flags.split(" ")).filter(FEATURE.asMatchPredicate()).toList());
  }

  /** What stands behind the first colon after a key. */
  private static Optional<String> line(Path file, String key) {
    if (!Files.isReadable(file)) {
      return Optional.empty();
    }
    try (Stream<String> lines = Files.lines(file)) {
      return lines
          .filter(line -> line.startsWith(key))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst();
    } catch (IOException e) {
      throw IoProblem.unchecked(file + " cannot be read", e);
    }
  }
}
