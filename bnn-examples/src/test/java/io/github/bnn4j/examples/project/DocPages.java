// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.project;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The pages of documentation: those at the top of the repository and all in docs/. */
public final class DocPages {
  private DocPages() {}

  /** The pages, in the order of their names. */
  public static List<Path> all() throws IOException {
    Path root = Path.of("..").toRealPath();
    return Stream.concat(in(root, 1), in(root.resolve("docs"), Integer.MAX_VALUE)).toList();
  }

  private static Stream<Path> in(Path folder, int depth) throws IOException {
    try (Stream<Path> files = Files.walk(folder, depth)) {
      return files.filter(file -> file.toString().endsWith(".md")).sorted().toList().stream();
    }
  }
}
