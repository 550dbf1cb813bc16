// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.Map;

/**
 * What a command did when it was run in this process.
 *
 * @param status the exit status
 * @param out what it printed on standard output
 * @param err what it printed on standard error
 */
record CommandLineRun(int status, String out, String err) {

  static CommandLineRun of(Object... arguments) {
    return of(false, arguments);
  }

  static CommandLineRun inColour(Object... arguments) {
    return of(true, arguments);
  }

  private static CommandLineRun of(boolean colour, Object... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    Console console = new Console(new PrintWriter(out), new PrintWriter(err), false, colour);
    String[] texts = Arrays.stream(arguments).map(Object::toString).toArray(String[]::new);
    int status = Bnn.execute(console, texts);
    return new CommandLineRun(status, out.toString(), err.toString());
  }

  /** Asserts that the command did its work. */
  CommandLineRun succeeded() {
    assertThat(err).doesNotContain("Exception");
    assertThat(status).isZero();
    return this;
  }

  /** Asserts that the command failed with one line, and returns that line. */
  String failure() {
    assertThat(status).isEqualTo(1);
    return onlyLine();
  }

  /** Asserts that the command was used wrongly and said so in one line, and returns that line. */
  String wrongUsage() {
    assertThat(status).isEqualTo(2);
    return onlyLine();
  }

  /** The one object on standard output. */
  Map<String, Object> json() throws IOException {
    assertThat(out.strip().lines()).hasSize(1);
    return JSON.std.mapFrom(out);
  }

  private String onlyLine() {
    assertThat(out).isEmpty();
    assertThat(err.strip().lines()).hasSize(1);
    assertThat(err).doesNotContain("Exception");
    return err.strip();
  }
}
