// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.cli;

import io.github.bnn4j.layers.pack.Packer;
import io.github.bnn4j.zoo.Architecture;
import io.github.bnn4j.zoo.Complexity;
import io.github.bnn4j.zoo.PretrainedWeights;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows what a network is made of and how large it is. */
@Command(
    name = "summary",
    description = "Show the layers of a network, its parameters and multiply-accumulates.",
    footer = {"", "Examples:", "  bnn summary", "  bnn summary --model nin-gc-xnor --json"})
final class SummaryCommand extends BnnCommand {
  @Option(
      names = "--model",
      paramLabel = "M",
      defaultValue = "nin-xnor",
      converter = ModelName.class,
      completionCandidates = ModelName.Known.class,
      description = "One of ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private Architecture architecture;

  @Override
  Map<String, Object> run(Console console) {
    Complexity complexity = architecture.complexity();
    int packedBytes = packedBytes();
    print(console, complexity, packedBytes);

    Map<String, Object> json = new LinkedHashMap<>();
    json.put("model", architecture.name());
    json.put("parameters", complexity.parameters());
    json.put("macs", complexity.macs());
    json.put("binaryMacs", complexity.binaryMacs());
    json.put("floatBytes", complexity.floatBytes());
    json.put("packedBytes", packedBytes);
    return json;
  }

  /** The bytes of the shipped file, or, where there is none, of a file that is packed for it. */
  private int packedBytes() {
    return PretrainedWeights.all().stream()
        .filter(weights -> weights.architecture().equals(architecture))
        .findFirst()
        .map(PretrainedWeights::bytes)
        .orElseGet(
            () ->
                Packer.pack(
                        architecture.network(),
                        architecture.name(),
                        architecture.input(),
                        architecture.labels())
                    .toBytes())
        .length;
  }

  private void print(Console console, Complexity complexity, int packedBytes) {
    int longest =
        complexity.layers().stream().mapToInt(layer -> layer.name().length()).reduce(16, Math::max);
    String row = "%-" + longest + "s %15s %12s %14s %14s %5s%n";
    console.print(
        row, "layer", "output [H,W,C]", "parameters", "float MACs", "binary MACs", "bits");
    for (Complexity.Layer layer : complexity.layers()) {
      console.print(
          row,
          layer.name(),
          layer.output().height()
              + " x "
              + layer.output().width()
              + " x "
              + layer.output().channels(),
          count(layer.parameters()),
          count(layer.floatMacs()),
          count(layer.binaryMacs()),
          count(layer.weightBits()));
    }
    console.print("%n");
    console.print("Model:                     %s%n", architecture.name());
    console.print(
        "Computational complexity:  %.3f GMac float, %.3f GMac binary%n",
        (complexity.macs() - complexity.binaryMacs()) / 1e9, complexity.binaryMacs() / 1e9);
    console.print("Number of parameters:      %.2f k%n", complexity.parameters() / 1e3);
    console.print(
        "Bytes:                     %,d as floats, %,d packed (%.1f times smaller)%n",
        complexity.floatBytes(), packedBytes, (double) complexity.floatBytes() / packedBytes);
  }

  private static String count(long number) {
    return number == 0 ? "-" : String.format(Locale.ROOT, "%,d", number);
  }
}
