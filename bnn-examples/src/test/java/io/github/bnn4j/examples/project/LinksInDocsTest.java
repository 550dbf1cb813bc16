// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.project;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every relative link of a page of documentation leads to a file of the repository. */
class LinksInDocsTest {
  private static final Pattern RELATIVE_LINK = Pattern.compile("]\\((?!https?:)([^)#]+)[^)]*\\)");

  @ParameterizedTest
  @MethodSource("pages")
  void everyLinkLeadsToAFile(Path page) throws IOException {
    List<Path> targets =
        RELATIVE_LINK
            .matcher(Files.readString(page))
            .results()
            .map(link -> page.resolveSibling(link.group(1)))
            .toList();

    assertThat(targets).allSatisfy(target -> assertThat(target).exists());
  }

  static List<Path> pages() throws IOException {
    return DocPages.all();
  }
}
