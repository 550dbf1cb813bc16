// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.project;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/**
 * Every artifact that the documentation names with its version, in XML, for Gradle or on a command
 * line, is managed by the parent POM in that version.
 */
class CoordinatesInDocsTest {
  private static final Pattern SHORT = Pattern.compile("[\\w.]+\\.\\w+:[\\w.-]+:\\d[\\w.-]*\\b");

  /** On Maven Central, and in no build of this project. */
  private static final String CUDA = "org.bytedeco:cuda-platform-redist:11.6-8.3-1.5.7";

  private static final Document PARENT = xml(read(Path.of("../pom.xml")));

  @Test
  void everyDependencyInXmlIsOneOfThisBuild() throws Exception {
    List<String> named =
        CodeBlock.in("xml")
            .map(block -> xml("<block>" + block.code() + "</block>"))
            .flatMap(block -> elements(block, "dependency"))
            .map(CoordinatesInDocsTest::coordinates)
            .toList();

    assertThat(named).hasSizeGreaterThan(5);
    assertThat(managed()).containsAll(named);
  }

  @Test
  void everyDependencyInOneLineIsOneOfThisBuild() throws Exception {
    List<String> named = new ArrayList<>();
    for (Path page : DocPages.all()) {
      SHORT.matcher(read(page)).results().map(it -> it.group()).forEach(named::add);
    }

    assertThat(named).hasSizeGreaterThan(5);
    assertThat(managed()).containsAll(named);
  }

  private static Set<String> managed() {
    Set<String> managed = new TreeSet<>(Set.of(CUDA));
    elements(PARENT, "dependency").map(CoordinatesInDocsTest::coordinates).forEach(managed::add);
    // the other one is a profile's
    elements(PARENT, "nd4j.backend")
        .map(it -> "org.nd4j:" + it.getTextContent() + ":" + property("nd4j.version"))
        .forEach(managed::add);
    // as it is now, and as it is on Maven Central some day
    managed.stream()
        .filter(it -> it.endsWith("-SNAPSHOT"))
        .map(it -> it.replace("-SNAPSHOT", ""))
        .toList()
        .forEach(managed::add);
    return managed;
  }

  private static String coordinates(Element dependency) {
    return Stream.of("groupId", "artifactId", "version")
        .map(part -> child(dependency, part))
        .reduce((group, part) -> group + ":" + part)
        .orElseThrow();
  }

  private static String child(Element dependency, String name) {
    String text = elements(dependency, name).findFirst().map(Element::getTextContent).orElse("");
    return text.startsWith("${") ? property(text.substring(2, text.length() - 1)) : text;
  }

  private static String property(String name) {
    String element = name.replace("project.", "");
    return elements(PARENT, element).findFirst().orElseThrow().getTextContent();
  }

  private static Stream<Element> elements(Document document, String name) {
    return elements(document.getDocumentElement(), name);
  }

  private static Stream<Element> elements(Element parent, String name) {
    NodeList nodes = parent.getElementsByTagName(name);
    return IntStream.range(0, nodes.getLength()).mapToObj(i -> (Element) nodes.item(i));
  }

  private static Document xml(String text) {
    try {
      return DocumentBuilderFactory.newInstance()
          .newDocumentBuilder()
          .parse(new InputSource(new StringReader(text)));
    } catch (Exception e) {
      throw new AssertionError("no XML: " + text, e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
