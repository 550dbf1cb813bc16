// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.report;

import io.github.bnn4j.core.file.AtomicFile;
import io.github.bnn4j.core.file.IoProblem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes tables to files. */
public final class TableFiles {
  private TableFiles() {}

  /**
   * Writes a table as Markdown and as comma-separated values.
   *
   * @throws UncheckedIOException if that is not possible
   */
  public static void write(Path directory, String name, TextTable table) {
    try {
      Files.createDirectories(directory);
      write(directory.resolve(name + ".md"), table.markdown());
      write(directory.resolve(name + ".csv"), table.csv());
    } catch (IOException e) {
      throw IoProblem.unchecked("The tables in " + directory + " could not be written", e);
    }
  }

  private static void write(Path file, String text) throws IOException {
    AtomicFile.write(file, text.getBytes(StandardCharsets.UTF_8));
  }
}
