// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.project;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The first sample and its POM in the documentation are those that {@code mvn -Pit} builds. */
class ProjectsInDocsTest {
  private static final Path PROJECT = Path.of("src/it/first");

  @Test
  void theFirstSampleIsTheOneThatRuns() throws IOException {
    String sample = Files.readString(PROJECT.resolve("src/main/java/First.java"));

    assertThat(Files.readString(Path.of("../README.md"))).contains("```java\n" + sample + "```");
  }

  @Test
  void thePomIsTheOneThatBuilds() throws IOException {
    String parent = Files.readString(Path.of("../pom.xml"));
    String pom =
        Files.readString(PROJECT.resolve("pom.xml"))
            .replace("@project.version@", between(parent, "<version>", "</version>"))
            .replace(
                "@compiler.version@", between(parent, "<compiler.version>", "</compiler.version>"));

    assertThat(Files.readString(Path.of("../docs/getting-started.md")))
        .contains("```xml\n" + pom + "```");
  }

  private static String between(String text, String start, String end) {
    int from = text.indexOf(start) + start.length();
    return text.substring(from, text.indexOf(end, from));
  }
}
