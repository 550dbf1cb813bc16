// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.cli;

import io.github.bnn4j.zoo.train.HistoryRow;
import io.github.bnn4j.zoo.train.RunListener;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Says how to go on with a training whose process is told to stop, as by Ctrl-C. Thread-safe. */
final class Interruption implements RunListener, AutoCloseable {
  private final Path directory;
  private final List<String> arguments;
  private final Thread hook;
  private volatile int saved;

  private Interruption(Console console, Path directory, List<String> arguments) {
    this.directory = directory;
    this.arguments = arguments;
    this.hook = new Thread(() -> console.log("%n%s%n", advice()), "bnn4j-interruption");
  }

  /**
   * Watches for the end of the process until it is closed.
   *
   * @param directory where the training writes
   * @param arguments those of the command line
   */
  static Interruption watch(Console console, Path directory, List<String> arguments) {
    Interruption interruption = new Interruption(console, directory, arguments);
    Runtime.getRuntime().addShutdownHook(interruption.hook);
    return interruption;
  }

  @Override
  public void onCycle(int before, int done, int total) {
    saved = before + done;
  }

  @Override
  public void onSaved(List<HistoryRow> history, String recipe) {
    saved = history.get(history.size() - 1).epoch();
  }

  /** What there is so far, and how to go on with it. */
  String advice() {
    return saved == 0
        ? "Stopped before the first epoch was saved."
        : "Stopped. "
            + directory
            + " holds the training up to epoch "
            + saved
            + "; go on with: "
            + command();
  }

  private String command() {
    return Stream.concat(
            Stream.concat(Stream.of("./bnn"), arguments.stream()),
            Stream.of("--resume").filter(resume -> !arguments.contains(resume)))
        .map(Interruption::quoted)
        .collect(Collectors.joining(" "));
  }

  private static String quoted(String argument) {
    return argument.matches("[\\w@%+=:,./-]+")
        ? argument
        : "'" + argument.replace("'", "'\\''") + "'";
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // the process is ending, and the hook has its say
    }
  }
}
