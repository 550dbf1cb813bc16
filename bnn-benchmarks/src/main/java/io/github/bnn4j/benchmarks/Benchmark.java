// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.benchmarks;

import io.github.bnn4j.examples.cli.ModelName;
import io.github.bnn4j.zoo.Architecture;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command {@code bnn benchmark}. Exit status: 0 done, 1 failed, 2 wrong usage. */
@Command(
    name = "bnn benchmark",
    description = "Measure speed beside PyTorch and ONNX Runtime.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      TrainingCommand.class,
      NormalizationCommand.class,
      InferenceCommand.class,
      FigureCommand.class,
      KernelCommand.class
    })
public final class Benchmark {

  private Benchmark() {}

  /** Runs a benchmark and ends the process with its status. */
  public static void main(String[] arguments) {
    System.exit(execute(utf8(System.out), utf8(System.err), arguments));
  }

  private static PrintWriter utf8(PrintStream stream) {
    return new PrintWriter(stream, true, StandardCharsets.UTF_8);
  }

  /**
   * Runs a benchmark.
   *
   * @return the exit status
   */
  static int execute(PrintWriter out, PrintWriter err, String... arguments) {
    return new CommandLine(new Benchmark())
        .setOut(out)
        .setErr(err)
        .registerConverter(Architecture.class, new ModelName())
        .setExecutionExceptionHandler(
            (problem, command, parsed) -> {
              command.getErr().println("bnn benchmark: " + problem.getMessage());
              return CommandLine.ExitCode.SOFTWARE;
            })
        .execute(arguments);
  }
}
