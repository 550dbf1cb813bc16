// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

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
    List<List<String>> all = new ArrayList<>(List.of(header));
    all.addAll(rows);
    int[] widths = new int[header.size()];
    for (List<String> row : all) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    StringBuilder text = new StringBuilder(line(header, widths));
    for (int width : widths) {
      text.append('|').append("-".repeat(width + 2));
    }
    text.append("|\n");
    rows.forEach(row -> text.append(line(row, widths)));
    return text.toString();
  }

  /** The table as comma-separated values; a cell with a comma or quote is quoted. */
  public String csv() {
    List<List<String>> all = new ArrayList<>(List.of(header));
    all.addAll(rows);
    return all.stream()
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
    return cell.contains(",") || cell.contains("\"")
        ? '"' + cell.replace("\"", "\"\"") + '"'
        : cell;
  }
}
