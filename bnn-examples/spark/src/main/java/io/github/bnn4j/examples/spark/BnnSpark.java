// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.spark;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command {@code bnn spark}. Exit status: 0 done, 1 failed, 2 wrong usage. */
@Command(
    name = "bnn spark",
    description = "Classify and train on Apache Spark.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {ClassifyCommand.class, TrainCommand.class, MeasureCommand.class},
    footer = {"", "Each command explains itself:  bnn spark classify --help"})
public final class BnnSpark {

  private BnnSpark() {}

  /**
   * Runs a command and ends the process with its status.
   *
   * @param arguments the command and its options
   */
  public static void main(String[] arguments) {
    System.exit(
        execute(
            new PrintWriter(System.out, true, StandardCharsets.UTF_8),
            new PrintWriter(System.err, true, StandardCharsets.UTF_8),
            arguments));
  }

  static int execute(PrintWriter out, PrintWriter err, String... arguments) {
    return new CommandLine(new BnnSpark())
        .setOut(out)
        .setErr(err)
        .setExecutionExceptionHandler(
            (problem, command, parsed) -> {
              command.getErr().println("bnn spark: " + firstLine(problem));
              return CommandLine.ExitCode.SOFTWARE;
            })
        .execute(arguments);
  }

  /** What Spark has to say goes on for pages. */
  private static String firstLine(Exception problem) {
    String message = problem.getMessage() == null ? problem.toString() : problem.getMessage();
    return message.lines().findFirst().orElse(message);
  }
}
