// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.cli;

import io.github.bnn4j.examples.report.Json;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** What all commands have in common: where they print, and results as text or JSON. */
@Command(
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    usageHelpAutoWidth = true)
abstract class BnnCommand implements Callable<Integer> {
  @ParentCommand private Bnn bnn;

  @Option(
      names = "--json",
      description = "Print the result as one JSON object; everything else goes to standard error.")
  private boolean json;

  @Override
  public final Integer call() {
    Console console = bnn.console();
    Map<String, Object> result = run(json ? console.withoutResults() : console);
    if (json) {
      console.out().println(Json.write(result));
    }
    return 0;
  }

  /**
   * Does the work and prints what it found for people.
   *
   * @return the result for programs
   */
  abstract Map<String, Object> run(Console console);
}
