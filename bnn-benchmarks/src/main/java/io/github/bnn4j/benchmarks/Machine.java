// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** What a figure means little without. */
public final class Machine {

  private static final Pattern FEATURE = Pattern.compile("avx.*|amx.*|fma|popcnt|asimd.*|sve.*");

  private Machine() {}

  /** The JVM with its flags, the processor, and what it can do. */
  static Map<String, Object> facts() {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("jdk", System.getProperty("java.vm.name") + " " + Runtime.version());
    facts.put("jvmFlags", String.join(" ", jvmFlags()));
    facts.put("os", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    facts.put("cpu", line("/proc/cpuinfo", "model name").orElse("unknown"));
    facts.put("cores", Runtime.getRuntime().availableProcessors());
    facts.put(
        "cpuFeatures",
        line("/proc/cpuinfo", "flags")
            .or(() -> line("/proc/cpuinfo", "Features"))
            .map(Machine::features)
            .orElse("unknown"));
    return facts;
  }

  /** The flags this JVM was started with, for others that shall run alike. */
  public static List<String> jvmFlags() {
    return ManagementFactory.getRuntimeMXBean().getInputArguments();
  }

  /** The most memory this process had resident so far, in bytes; only Linux tells. */
  public static Optional<Long> peakResidentBytes() {
    return line("/proc/self/status", "VmHWM")
        .map(text -> Long.parseLong(text.replace("kB", "").strip()) * 1024);
  }

  private static String features(String flags) {
    return String.join(
        " ", Arrays.stream(flags.split(" ")).filter(FEATURE.asMatchPredicate()).toList());
  }

  /** What stands behind the first colon after a key. */
  private static Optional<String> line(String file, String key) {
    if (!Files.isReadable(Path.of(file))) {
      return Optional.empty();
    }
    try {
      return Files.readAllLines(Path.of(file)).stream()
          .filter(line -> line.startsWith(key))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst();
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be read.", e);
    }
  }
}
