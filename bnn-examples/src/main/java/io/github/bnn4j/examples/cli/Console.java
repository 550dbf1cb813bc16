// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.cli;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.lang.reflect.InvocationTargetException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Where a command prints, and what can be shown there.
 *
 * @param out results
 * @param err logs, progress and errors
 * @param terminal whether a person looks at it, so that a line may be drawn over
 * @param colour whether it shows colours
 */
record Console(PrintWriter out, PrintWriter err, boolean terminal, boolean colour) {

  /** The streams of this process. Colours are off if the variable NO_COLOR is set. */
  static Console ofProcess() {
    boolean terminal = isTerminal();
    boolean colour = terminal && System.getenv().getOrDefault("NO_COLOR", "").isEmpty();
    return new Console(utf8(System.out), utf8(System.err), terminal, colour);
  }

  /** A console that only collects text. */
  static Console plain(PrintWriter out, PrintWriter err) {
    return new Console(out, err, false, false);
  }

  /** Prints a result; numbers look the same whatever the language of the machine. */
  void print(String format, Object... arguments) {
    out.printf(Locale.ROOT, format, arguments);
    out.flush();
  }

  /** Names files below each other, but no chart that could not be drawn. */
  void files(String title, Path... files) {
    String before = title;
    for (Path file : files) {
      if (Files.exists(file)) {
        print("%s %s%n", before, file);
        before = " ".repeat(title.length());
      }
    }
  }

  /** Prints a remark that is no result. */
  void log(String format, Object... arguments) {
    err.printf(Locale.ROOT, format, arguments);
    err.flush();
  }

  /** The same console with results on the error stream, so that only JSON is on the other. */
  Console withoutResults() {
    return new Console(err, err, terminal, colour);
  }

  private static PrintWriter utf8(PrintStream stream) {
    return new PrintWriter(stream, true, StandardCharsets.UTF_8);
  }

  @SuppressWarnings("SystemConsoleNull")
  private static boolean isTerminal() {
    java.io.Console console = System.console();
    if (console == null) {
      return false;
    }
    try {
      // from Java 22 on a console exists without a terminal too, and knows it
      return (boolean) java.io.Console.class.getMethod("isTerminal").invoke(console);
    } catch (NoSuchMethodException e) {
      return true;
    } catch (IllegalAccessException | InvocationTargetException e) {
      return false;
    }
  }
}
