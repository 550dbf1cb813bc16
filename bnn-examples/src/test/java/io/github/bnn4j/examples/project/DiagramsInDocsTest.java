// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.project;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Mermaid draws none of a diagram that calls a node by one of its own words. */
class DiagramsInDocsTest {
  private static final Pattern LABEL = Pattern.compile("\"[^\"]*\"");
  private static final Pattern NODE = Pattern.compile("(\\w+)\\[|--?>\\s*(\\w+)|(\\w+)\\s+-[-.]");
  private static final Set<String> WORDS =
      Set.of("graph", "end", "style", "class", "click", "default", "flowchart", "linkStyle");

  @Test
  void noNodeOfADiagramIsAWordOfMermaid() throws IOException {
    List<String> nodes = new ArrayList<>();
    CodeBlock.in("mermaid")
        .map(diagram -> LABEL.matcher(diagram.code()).replaceAll(""))
        .flatMap(diagram -> NODE.matcher(diagram).results())
        .map(node -> node.group().replaceAll("\\W", ""))
        .forEach(nodes::add);

    assertThat(nodes).contains("packed").doesNotContainAnyElementsOf(WORDS);
  }
}
