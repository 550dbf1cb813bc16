// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bnn4j.examples.probe.Choice;
import io.github.bnn4j.zoo.Recipe;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** What each command says of itself holds. */
class HelpTest {
  private static final int COLUMNS = 80;
  private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");
  private static final Pattern COUNT =
      Pattern.compile("%,?d (test )?(images|pictures|threads|steps|epochs|turns)\\b");

  @ParameterizedTest
  @MethodSource("commands")
  void everyExampleIsACommandOnOneLine(CommandLine command) {
    List<String> examples =
        Stream.of(command.getCommandSpec().usageMessage().footer())
            .filter(line -> line.startsWith("  bnn "))
            .toList();

    for (String example : examples) {
      assertThat(example).hasSizeLessThan(COLUMNS);
      CommandLine parsed = all();
      parsed.parseArgs(words(example.substring("  bnn ".length())));
      requireKnownChanges(parsed.getParseResult().subcommand().matchedOption("--only"));
    }
  }

  private static void requireKnownChanges(OptionSpec only) {
    if (only != null) {
      assertThat(Choice.of(Recipe.NIN_XNOR, only.<List<String>>getValue())).hasSizeGreaterThan(1);
    }
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyOptionWithAValueSaysWhatItIsWithoutOne(CommandLine command) {
    assertThat(command.getCommandSpec().options())
        .filteredOn(option -> option.arity().max() > 0 && !option.required())
        .allSatisfy(
            option ->
                assertThat(String.join(" ", option.description()))
                    .as(option.longestName())
                    .contains("default: "));
  }

  static Stream<CommandLine> commands() {
    return all().getSubcommands().values().stream();
  }

  /** A count of one is in the singular, so no format has a number before a word in the plural. */
  @ParameterizedTest
  @MethodSource
  void countsHaveTheirWordFromCount(Path source) throws IOException {
    assertThat(Files.readString(source)).doesNotContainPattern(COUNT);
  }

  static Stream<Path> countsHaveTheirWordFromCount() throws IOException {
    try (Stream<Path> sources = Files.list(Path.of("src/main/java/io/github/bnn4j/examples/cli"))) {
      return sources.sorted().toList().stream();
    }
  }

  private static CommandLine all() {
    PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
    return Bnn.commands(new Console(nowhere, nowhere, false, false));
  }

  private static String[] words(String line) {
    return WORD.matcher(line)
        .results()
        .map(word -> word.group(1) == null ? word.group(2) : word.group(1))
        .toArray(String[]::new);
  }
}
