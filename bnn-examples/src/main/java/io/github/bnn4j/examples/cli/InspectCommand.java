// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.cli;

import io.github.bnn4j.examples.inspect.Inspection;
import io.github.bnn4j.examples.inspect.InspectionText;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Lists what a file holds. */
@Command(
    name = "inspect",
    description = {
      "List what a file holds: a packed network, a checkpoint of this library, safetensors, or what"
          + " torch.save wrote.",
      "Shows tensors with types, shapes and ranges, layers, classes, metadata, and what is wrong.",
      "Nothing in the file is run."
    },
    footer = {
      "",
      "Examples:",
      "  bnn inspect nin-xnor.bnn",
      "  bnn inspect checkpoint.pth.tar",
      "  bnn inspect runs/nin-xnor/checkpoint.safetensors --json"
    })
final class InspectCommand extends BnnCommand {
  @Parameters(paramLabel = "FILE", description = "Any file.")
  private Path file;

  @Override
  Map<String, Object> run(Console console) {
    Map<String, Object> found = Inspection.of(file);
    console.print("%s", InspectionText.of(found));
    return found;
  }
}
