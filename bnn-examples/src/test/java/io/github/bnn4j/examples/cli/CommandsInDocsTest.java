// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.github.bnn4j.examples.project.CodeBlock;
import io.github.bnn4j.examples.project.DocPages;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line takes every command of the documentation as it stands there. */
class CommandsInDocsTest {
  /** Up to what a shell ends a command at; quotes hold words together. */
  private static final Pattern COMMAND = Pattern.compile("\\./bnn((?:'[^']*'|[^'#;&|>\\n])*)");

  private static final Pattern IN_A_SENTENCE = Pattern.compile("`(?:\\./)?bnn ([^`]+)`");
  private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");

  /** Commands of other modules, and what stands for any command. */
  private static final Predicate<String> OTHERS =
      Pattern.compile("^(benchmark|spark|COMMAND)\\b").asPredicate();

  @ParameterizedTest
  @MethodSource
  void everyCommandInABlockIsOne(String arguments) {
    assertThatCode(() -> parse(arguments)).doesNotThrowAnyException();
  }

  static Stream<String> everyCommandInABlockIsOne() throws IOException {
    return CodeBlock.all().stream()
        .filter(block -> block.language().equals("") || block.language().equals("sh"))
        .flatMap(block -> commands(COMMAND, block.code().replace("\\\n", " ")));
  }

  /** There a command may lack what it cannot do without, and have letters for numbers. */
  @ParameterizedTest
  @MethodSource
  void everyCommandInASentenceHasTheseOptions(String arguments) {
    try {
      parse(arguments);
    } catch (ParameterException e) {
      assertThat(e).isNotInstanceOf(UnmatchedArgumentException.class);
    }
  }

  static Stream<String> everyCommandInASentenceHasTheseOptions() throws IOException {
    List<String> commands = new ArrayList<>();
    for (Path page : DocPages.all()) {
      commands(IN_A_SENTENCE, Files.readString(page)).forEach(commands::add);
    }
    return commands.stream().distinct();
  }

  @Test
  void aWrongOptionIsNone() {
    assertThatCode(() -> parse("train --epoch 3")).hasMessageContaining("'--epoch'");
  }

  private static Stream<String> commands(Pattern pattern, String text) {
    return pattern
        .matcher(text)
        .results()
        .map(command -> command.group(1).strip())
        .filter(OTHERS.negate());
  }

  /** Variables of a shell are numbers here. */
  private static void parse(String arguments) {
    String[] words =
        WORD.matcher(arguments.replaceAll("\\$\\w+", "1"))
            .results()
            .map(CommandsInDocsTest::unquoted)
            .toArray(String[]::new);
    PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
    CommandLine commands = Bnn.commands(new Console(nowhere, nowhere, false, false));
    commands.parseArgs(words);
  }

  private static String unquoted(MatchResult word) {
    return word.group(1) == null ? word.group(2) : word.group(1);
  }
}
