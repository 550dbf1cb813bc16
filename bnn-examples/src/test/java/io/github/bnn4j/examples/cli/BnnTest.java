// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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
    assertThat(CommandLineRun.of("summary", "--model", "resnet-18").wrongUsage())
        .contains("no model resnet-18; the models are nin")
        .doesNotContain("did you mean");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-3", "many", "1.5", "99999999999"})
  void limitMustBeAWholeNumberAboveZero(String limit) {
    assertThat(CommandLineRun.of("evaluate", "--limit", limit).wrongUsage())
        .contains("--limit", "'" + limit + "' is no whole number from 1 on");
  }
}
