// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.cli;

import io.github.bnn4j.core.file.BnnFormatException;
import io.github.bnn4j.examples.inspect.Inspection;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns exceptions into one line on the error stream. */
final class Problems {
  private Problems() {}

  /** Reports wrong usage. */
  static int wrongUsage(ParameterException problem, String[] arguments) {
    CommandLine command = problem.getCommandLine();
    String name = command.getCommandSpec().qualifiedName();
    command
        .getErr()
        .println(
            name
                + ": "
                + oneLine(problem.getMessage() + suggestion(problem))
                + " (see "
                + name
                + " --help)");
    return CommandLine.ExitCode.USAGE;
  }

  /** Reports that a command could not do its work. */
  static int failure(Exception problem, CommandLine command, ParseResult parsed) {
    String name = command.getCommandSpec().qualifiedName();
    String hint = hint(problem, command.getCommand());
    String message = message(problem);
    if (!hint.isEmpty() && message.endsWith(".")) {
      message = message.substring(0, message.length() - 1);
    }
    command.getErr().println(name + ": " + oneLine(message + hint));
    return CommandLine.ExitCode.SOFTWARE;
  }

  /** Reports what no command can go on from: too little memory, or a part that does not load. */
  static int failure(Error problem, CommandLine command) {
    command
        .getErr()
        .println(command.getCommandSpec().qualifiedName() + ": " + oneLine(message(problem)));
    return CommandLine.ExitCode.SOFTWARE;
  }

  private static String message(Error problem) {
    Throwable first = problem;
    while (first.getCause() != null) {
      first = first.getCause();
    }
    if (problem instanceof OutOfMemoryError) {
      return String.format(
          Locale.ROOT,
          "The memory is not enough (%s). Java may use %,d MB here; give it more, as with"
              + " JAVA_TOOL_OPTIONS=-Xmx4g, or work on less at a time.",
          first.getMessage(),
          Runtime.getRuntime().maxMemory() >> 20);
    }
    return problem instanceof LinkageError
        ? "A part of the program cannot be loaded on this machine: " + first + "."
        : "internal error, " + first;
  }

  /** Who has a file refused wants to know what is in it, or which command takes it. */
  private static String hint(Exception problem, Object command) {
    if (command instanceof InspectCommand || !(problem instanceof BnnFormatException refusal)) {
      return "";
    }
    return refused(refusal)
        .map(
            file -> {
              boolean torch = !(command instanceof ImportCommand) && Inspection.beginsAsTorch(file);
              return " (see bnn "
                  + (torch ? "import, which takes what torch.save wrote, and bnn " : "")
                  + "inspect "
                  + file
                  + ")";
            })
        .orElse("");
  }

  /** The file that is refused; a refusal may name a part of an archive as if that were a folder. */
  private static Optional<Path> refused(BnnFormatException refusal) {
    try {
      return Stream.iterate(Path.of(refusal.file()), Objects::nonNull, Path::getParent)
          .filter(Files::isRegularFile)
          .findFirst();
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  private static String message(Exception problem) {
    String message = problem.getMessage();
    return message == null ? "internal error, " + problem : message;
  }

  private static String suggestion(ParameterException problem) {
    if (problem instanceof UnmatchedArgumentException unmatched) {
      List<String> similar = unmatched.getSuggestions();
      if (!similar.isEmpty()) {
        return similar.stream()
            .limit(3)
            .collect(Collectors.joining(" or ", "; did you mean ", "?"));
      }
    }
    return "";
  }

  private static String oneLine(String message) {
    return message.replaceAll("\\s*\\R\\s*", " ");
  }
}
