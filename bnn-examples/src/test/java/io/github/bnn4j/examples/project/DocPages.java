// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.project;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The pages of documentation: those at the top of the repository and those in docs/. */
final class DocPages {
  private DocPages() {}

  static Stream<Path> all() throws IOException {
    Path root = Path.of("..").toRealPath();
    return Stream.concat(in(root), in(root.resolve("docs")));
  }

  private static Stream<Path> in(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".md")).sorted().toList().stream();
    }
  }
}
