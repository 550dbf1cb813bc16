// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.cli;

import io.github.bnn4j.examples.MemoryByNetwork;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Reproduces the figure of memory. */
@Command(
    name = "memory",
    description =
        "Compare the bytes of every network as floats and packed (figure 4 a of XNOR-Net).",
    footer = {"", "Examples:", "  bnn memory", "  bnn memory --out runs/memory --json"})
final class MemoryCommand extends BnnCommand {
  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = "runs/memory",
      description = "Where to write memory.md, .csv and .png (default: ${DEFAULT-VALUE}).")
  private Path out;

  @Override
  Map<String, Object> run(Console console) {
    MemoryByNetwork.Result result = MemoryByNetwork.run();
    result.write(out);
    Path chart = out.resolve("memory.png");
    console.print("%s", result.table().markdown());
    console.files("Chart:", chart);
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("networks", result.rows().stream().map(MemoryCommand::json).toList());
    if (Files.exists(chart)) {
      json.put("chart", chart.toString());
    }
    return json;
  }

  private static Map<String, Object> json(MemoryByNetwork.Row row) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("model", row.network());
    json.put("parameters", row.parameters());
    json.put("floatBytes", row.floatBytes());
    json.put("bitBytes", row.bitBytes());
    json.put("packedBytes", row.packedBytes());
    return json;
  }
}
