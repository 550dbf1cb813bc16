// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.cli;

import io.github.bnn4j.core.file.IoProblem;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.TypeConversionException;

/**
 * The command {@code bnn}: binary neural networks from a terminal.
 *
 * <p>Exit status: 0 if the command did its work, 1 if it failed, 2 for wrong usage.
 */
@Command(
    name = "bnn",
    description =
        "Binary neural networks: train, pack, evaluate and classify, on CIFAR-10 or on pictures of your"
            + " own.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      DemoCommand.class,
      EvaluateCommand.class,
      ClassifyCommand.class,
      TrainCommand.class,
      PackCommand.class,
      ImportCommand.class,
      ExportCommand.class,
      InspectCommand.class,
      SummaryCommand.class,
      TableCommand.class,
      SpeedupCommand.class,
      MemoryCommand.class,
      AblationCommand.class,
      ProbeCommand.class,
      ShipCommand.class
    },
    footer = {
      "",
      "Speeds next to those of PyTorch and ONNX Runtime:  bnn benchmark --help",
      "Start with:  bnn demo",
      "Each command explains itself:  bnn train --help",
      "Exit status: 0 done, 1 failed, 2 wrong usage."
    })
public final class Bnn {
  private final Console console;

  private Bnn(Console console) {
    this.console = console;
  }

  /** Runs a command and ends the process with its status. */
  public static void main(String[] arguments) {
    System.setProperty("java.awt.headless", "true");
    // charts and progress bars ask for no locale
    Locale.setDefault(Locale.ROOT);
    System.exit(execute(Console.ofProcess(), arguments));
  }

  /**
   * Runs a command.
   *
   * @return the exit status
   */
  static int execute(Console console, String... arguments) {
    CommandLine command = commands(console);
    try {
      return command.execute(arguments);
    } catch (Error e) {
      return Problems.failure(e, command);
    }
  }

  /** All commands, ready to parse and to run. */
  static CommandLine commands(Console console) {
    return new CommandLine(new Bnn(console))
        .setOut(console.out())
        .setErr(console.err())
        .setColorScheme(CommandLine.Help.defaultColorScheme(console.colour() ? Ansi.ON : Ansi.OFF))
        .setCaseInsensitiveEnumValuesAllowed(true)
        .registerConverter(Path.class, Bnn::path)
        .setParameterExceptionHandler(Problems::wrongUsage)
        .setExecutionExceptionHandler(Problems::failure);
  }

  private static Path path(String name) {
    try {
      return Path.of(name);
    } catch (InvalidPathException e) {
      throw new TypeConversionException(
          name.chars().allMatch(c -> c > 0 && c < 128)
              ? "'" + name + "' is no path"
              : "'" + name + "' is not ASCII, and " + IoProblem.encoding() + ".");
    }
  }

  Console console() {
    return console;
  }
}
