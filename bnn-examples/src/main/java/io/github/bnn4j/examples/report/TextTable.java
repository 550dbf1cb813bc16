// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.report;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A table of text. Immutable.
 *
 * @param header the names of the columns
 * @param rows the cells; every row has one for each column
 */
public record TextTable(List<String> header, List<List<String>> rows) {

  /**
   * Copies the cells.
   *
   * @throws IllegalArgumentException if a row has more or fewer cells than there are columns
   */
  public TextTable {
    header = List.copyOf(header);
    rows = rows.stream().map(List::copyOf).toList();
    for (List<String> row : rows) {
      if (row.size() != header.size()) {
        throw new IllegalArgumentException(
            "The row " + row + " has not " + header.size() + " cells, one for each column.");
      }
    }
  }

  /** The table in Markdown, with columns aligned so that it reads well as it is. */
  public String markdown() {
    List<List<String>> all =
        Stream.concat(Stream.of(header), rows.stream())
            .map(row -> row.stream().map(TextTable::escaped).toList())
            .toList();
    int[] widths = new int[header.size()];
    for (List<String> row : all) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    StringBuilder text = new StringBuilder(line(all.get(0), widths));
    for (int width : widths) {
      text.append('|').append("-".repeat(width + 2));
    }
    text.append("|\n");
    all.stream().skip(1).forEach(row -> text.append(line(row, widths)));
    return text.toString();
  }

  /** A bar would end a cell, a line break the table. */
  private static String escaped(String cell) {
    return cell.replace("|", "\\|").replaceAll("\\R", " ");
  }

  /** The table as comma-separated values; a cell with a comma, quote or line break is quoted. */
  public String csv() {
    return Stream.concat(Stream.of(header), rows.stream())
        .map(row -> row.stream().map(TextTable::quoted).collect(Collectors.joining(",")) + "\n")
        .collect(Collectors.joining());
  }

  private static String line(List<String> cells, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      String cell = cells.get(i);
      line.append("| ").append(cell).append(" ".repeat(widths[i] - cell.length() + 1));
    }
    return line.append("|\n").toString();
  }

  private static String quoted(String cell) {
    return cell.chars().anyMatch(c -> ",\"\n\r".indexOf(c) >= 0)
        ? '"' + cell.replace("\"", "\"\"") + '"'
        : cell;
  }
}
