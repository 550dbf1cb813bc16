// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A JVM of its own that is asked a line and answers a line. Runs with the flags of this one. */
public final class ChildJvm implements AutoCloseable {

  private final Process process;
  private final BufferedReader answers;
  private final PrintWriter questions;

  /**
   * Starts it.
   *
   * @param classPath where its classes are
   * @param flags more flags of the JVM
   * @param environment more variables
   * @param main its main class
   * @param arguments arguments of its main method
   * @throws UncheckedIOException if it cannot be started
   */
  public ChildJvm(
      String classPath,
      List<String> flags,
      Map<String, String> environment,
      Class<?> main,
      List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(flags);
    command.add(main.getName());
    command.addAll(arguments);
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().putAll(environment);
    builder.environment().put("CLASSPATH", classPath);
    try {
      process = builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException("A Java process cannot be started.", e);
    }
    answers = process.inputReader(StandardCharsets.UTF_8);
    questions = new PrintWriter(process.outputWriter(StandardCharsets.UTF_8), true);
  }

  /** Asks a question and waits for the answer. */
  public String ask(String question) {
    questions.println(question);
    return answer();
  }

  /**
   * Waits for a line.
   *
   * @throws IllegalStateException if the process ended without one
   */
  public String answer() {
    try {
      String line = answers.readLine();
      if (line == null) {
        throw new IllegalStateException("The process ended early, see its messages above.");
      }
      return line;
    } catch (IOException e) {
      throw new UncheckedIOException("The process cannot be read from.", e);
    }
  }

  /** Ends its input, upon which it ends itself, and waits for that. */
  @Override
  public void close() {
    questions.close();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      process.destroy();
      Thread.currentThread().interrupt();
    }
  }
}
