// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.cli;

import io.github.bnn4j.core.onnx.OnnxExport;
import io.github.bnn4j.core.packed.PackedNetwork;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Writes a network in the format of others. */
@Command(
    name = "export",
    description = {
      "Write a network in a format that other runtimes read.",
      "A binary network becomes the float network that computes the same."
    },
    footer = {
      "",
      "Examples:",
      "  bnn export --format onnx --out nin-xnor.onnx",
      "  bnn export --weights runs/nin-xnor/checkpoint.safetensors --out nin-xnor.onnx"
    })
final class ExportCommand extends BnnCommand {

  /** The formats there are. */
  enum Format {
    /** Open Neural Network Exchange. */
    ONNX;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Mixin private ModelOptions model;

  @Option(
      names = "--format",
      paramLabel = "F",
      defaultValue = "onnx",
      description = "The format: onnx (default: ${DEFAULT-VALUE}).")
  private Format format;

  @Option(names = "--out", paramLabel = "FILE", required = true, description = "The file to write.")
  private Path out;

  @Override
  Map<String, Object> run(Console console) {
    PackedNetwork network = model.packed();
    long bytes = OnnxExport.write(network, out);
    console.print("%s: %,d bytes%n", out, bytes);
    console.print(
        "input %s [N, %d, %d, %d], (pixel - mean) / std with the mean and std in its metadata%n",
        OnnxExport.INPUT,
        network.input().channels(),
        network.input().height(),
        network.input().width());
    console.print("output %s [N, %d]%n", OnnxExport.OUTPUT, network.labels().size());

    Map<String, Object> json = new LinkedHashMap<>();
    json.put("model", network.name());
    json.put("format", format.toString());
    json.put("file", out.toString());
    json.put("bytes", bytes);
    return json;
  }
}
