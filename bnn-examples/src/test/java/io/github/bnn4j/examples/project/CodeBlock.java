// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.project;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A block of code on a page of documentation: fenced, or indented, which is for commands and what
 * they print.
 *
 * @param place the page and the number of the block there, from 1 on
 * @param language what the fence names; nothing if it names none, or the block is indented
 * @param code its lines
 */
public record CodeBlock(String place, String language, String code) {
  private static final String FENCE = "```";
  private static final String INDENT = "    ";

  /** All blocks of all pages. */
  public static List<CodeBlock> all() throws IOException {
    List<CodeBlock> blocks = new ArrayList<>();
    for (Path page : DocPages.all()) {
      blocks.addAll(of(page.getFileName().toString(), Files.readAllLines(page)));
    }
    return blocks;
  }

  /** All blocks in a language. */
  static Stream<CodeBlock> in(String language) throws IOException {
    return all().stream().filter(block -> block.language.equals(language));
  }

  /** The blocks of a page. */
  static List<CodeBlock> of(String page, List<String> lines) {
    List<CodeBlock> blocks = new ArrayList<>();
    int line = 0;
    while (line < lines.size()) {
      String first = lines.get(line);
      boolean fenced = first.startsWith(FENCE);
      if (fenced || isIndented(first) && line > 0 && lines.get(line - 1).isBlank()) {
        int start = fenced ? ++line : line;
        while (line < lines.size() && goesOn(fenced, lines.get(line))) {
          line++;
        }
        blocks.add(
            new CodeBlock(
                page + " block " + (blocks.size() + 1),
                fenced ? first.substring(FENCE.length()) : "",
                String.join("\n", lines.subList(start, line)) + "\n"));
      }
      line++;
    }
    return blocks;
  }

  private static boolean goesOn(boolean fenced, String line) {
    return fenced ? !line.startsWith(FENCE) : line.isBlank() || isIndented(line);
  }

  private static boolean isIndented(String line) {
    return line.startsWith(INDENT) && !line.isBlank();
  }

  @Override
  public String toString() {
    return place;
  }
}
