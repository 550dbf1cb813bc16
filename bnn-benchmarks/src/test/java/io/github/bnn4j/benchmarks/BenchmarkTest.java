// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bnn4j.examples.report.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BenchmarkTest {
  private static final Pattern COMMAND = Pattern.compile("\\./bnn benchmark([^`>\n]+)");

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void reportIsOneJsonObjectThatNamesTheMachine() {
    assertThat(run("kernel", "--json")).isZero();

    assertThat(out.toString().lines()).hasSize(1);
    assertThat(Json.read(out.toString()))
        .containsKeys("gBinaryMacsPerSecond", "provider", "jdk", "cpuFeatures", "threads");
  }

  @Test
  void unknownModelIsWrongUsage() {
    assertThat(run("training", "--model", "lenet")).isEqualTo(2);

    assertThat(err.toString()).contains("there is no model lenet").contains("nin-gc-xnor");
  }

  @ParameterizedTest
  @MethodSource
  void theCommandsOfTheDocumentationAreTaken(String arguments) {
    assertThat(run((arguments + " --help").split(" "))).as(err.toString()).isZero();
  }

  static Stream<String> theCommandsOfTheDocumentationAreTaken() throws IOException {
    return Stream.of("performance.md", "networks.md")
        .flatMap(page -> COMMAND.matcher(read(page)).results())
        .map(command -> command.group(1).strip());
  }

  private static String read(String page) {
    try {
      return Files.readString(Path.of("../docs", page));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private int run(String... arguments) {
    return Benchmark.execute(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
  }
}
