// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BnnTest {

  @Test
  void helpListsTheCommandsAndWhereToStart() {
    String help = CommandLineRun.of("--help").succeeded().out();

    assertThat(help).contains("demo", "evaluate", "classify", "train", "summary", "bnn demo");
    assertThat(help).contains("bnn benchmark --help");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "demo",
        "evaluate",
        "classify",
        "train",
        "summary",
        "table",
        "speedup",
        "memory",
        "ablation",
        "probe"
      })
  void everyCommandHasHelpWithExamplesAndJson(String command) {
    String help = CommandLineRun.of(command, "--help").succeeded().out();

    assertThat(help).contains("Usage: bnn " + command, "Examples:", "--json");
  }

  @Test
  void versionNamesTheJavaItRunsOn() {
    String version = CommandLineRun.of("--version").succeeded().out();

    assertThat(version).contains("BNN4J", System.getProperty("java.version"));
  }

  @Test
  void noCommandIsWrongUsage() {
    assertThat(CommandLineRun.of().wrongUsage()).contains("Missing required subcommand");
  }

  @Test
  void unknownCommandGetsASuggestion() {
    assertThat(CommandLineRun.of("evaluat").wrongUsage()).contains("did you mean", "evaluate");
  }

  @Test
  void unknownOptionGetsASuggestion() {
    assertThat(CommandLineRun.of("evaluate", "--limt", "5").wrongUsage())
        .contains("--limt", "did you mean --limit");
  }

  @Test
  void unknownModelGetsTheNearestOneAndTheList() {
    assertThat(CommandLineRun.of("summary", "--model", "nin-xor").wrongUsage())
        .contains("no model nin-xor", "did you mean nin-xnor?", "nin, nin-gc, nin-xnor");
    assertThat(CommandLineRun.of("summary", "--model", "vgg-16").wrongUsage())
        .contains("no model vgg-16; the models are nin")
        .doesNotContain("did you mean");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-3", "many", "1.5", "99999999999"})
  void limitMustBeAWholeNumberAboveZero(String limit) {
    assertThat(CommandLineRun.of("evaluate", "--limit", limit).wrongUsage())
        .contains("--limit", "'" + limit + "' is no whole number from 1 on");
  }

  /** What keeps a JVM from doing the work is said in a sentence, whatever Java throws for it. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "-Dbnn4j.kernel=foo | demo | must be scalar or vector, not foo.",
        "-Xmx24m | evaluate | give it more, as with JAVA_TOOL_OPTIONS=-Xmx4g",
        "-Dorg.bytedeco.javacpp.platform=toaster | evaluate --engine float | this machine"
      })
  void jvmThatCannotDoItEndsWithASentence(String flag, String arguments, String reason)
      throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                flag,
                "-cp",
                System.getProperty("java.class.path"),
                Bnn.class.getName()));
    command.addAll(List.of(arguments.split(" ")));
    Process process =
        new ProcessBuilder(command).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();

    String said;
    try (InputStream err = process.getErrorStream()) {
      said = new String(err.readAllBytes(), StandardCharsets.UTF_8);
    }

    assertThat(said).contains("bnn", reason).doesNotContain("\tat ");
    assertThat(process.onExit().join().exitValue()).isEqualTo(1);
  }
}
