// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.benchmarks;

import io.github.bnn4j.examples.report.Json;
import io.github.bnn4j.examples.report.Machine;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What all benchmarks have in common: a report of figures and of the machine. */
@Command(mixinStandardHelpOptions = true, sortOptions = false, usageHelpAutoWidth = true)
abstract class BenchmarkCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Option(names = "--json", description = "Print the report as one JSON object.")
  private boolean json;

  @Override
  public final Integer call() {
    Map<String, Object> report = new LinkedHashMap<>(measure());
    report.putAll(Machine.facts());
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(Json.write(report));
    } else {
      print(out, "", report);
    }
    return 0;
  }

  /** Measures; remarks go to {@link #log}. */
  abstract Map<String, Object> measure();

  final void log(String format, Object... arguments) {
    spec.commandLine().getErr().println(String.format(Locale.ROOT, format, arguments));
  }

  private static int longest(Map<?, ?> report) {
    return report.keySet().stream().mapToInt(key -> key.toString().length()).max().orElse(0);
  }

  private static void print(PrintWriter out, String indent, Map<?, ?> report) {
    report.forEach(
        (key, value) -> {
          if (value instanceof Map<?, ?> part) {
            out.println(indent + key);
            print(out, indent + "  ", part);
          } else {
            int width = Math.max(28 - indent.length(), longest(report));
            Object shown =
                value instanceof Double number ? String.format(Locale.ROOT, "%.4g", number) : value;
            out.printf(Locale.ROOT, "%s%-" + width + "s %s%n", indent, key, shown);
          }
        });
  }
}
