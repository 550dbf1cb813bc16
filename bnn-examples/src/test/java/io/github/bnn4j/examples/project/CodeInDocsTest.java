// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.project;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every block of Java in the documentation compiles against the libraries of this build, and no
 * Java hides in a block that does not say that it is some.
 */
class CodeInDocsTest {
  private static final Set<String> LANGUAGES =
      Set.of("", "java", "xml", "groovy", "kotlin", "sh", "python", "mermaid");
  private static final Pattern LOOKS_LIKE_JAVA =
      Pattern.compile(
          "(?m);( *//.*)?$|^ *(public |private |final |module |import (io|java)\\.|@[A-Z]\\w+)");

  /** Sources that other builds of this project compile and run, and some blocks are copies of. */
  private static final List<Path> COMPILED_ELSEWHERE =
      List.of(
          Path.of("src/it/modular/src/main/java/module-info.java"),
          Path.of("../bnn-spark/src/test/java/io/github/bnn4j/spark/project/StagesInDocs.java"));

  @TempDir private Path classes;

  @ParameterizedTest
  @MethodSource("java")
  void everyBlockOfJavaCompiles(CodeBlock block) throws IOException {
    JavaInDocs java = new JavaInDocs(block.code());

    if (!java.isPartOfOneOf(COMPILED_ELSEWHERE)) {
      assertThat(java.compile(classes)).as(java.unit()).isEmpty();
    }
  }

  static Stream<CodeBlock> java() throws IOException {
    return CodeBlock.in("java");
  }

  @Test
  void noJavaHidesFromTheCompiler() throws IOException {
    assertThat(CodeBlock.all())
        .filteredOn(block -> !block.language().equals("java"))
        .isNotEmpty()
        .noneMatch(block -> LOOKS_LIKE_JAVA.matcher(block.code()).find())
        .allMatch(block -> LANGUAGES.contains(block.language()));
  }

  @Test
  void sourcesThatOtherBuildsCompileAreThere() {
    assertThat(COMPILED_ELSEWHERE).allMatch(Files::exists);
  }
}
