// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.inspect;

import io.github.bnn4j.examples.report.TextTable;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Writes what an {@link Inspection} found for people. */
public final class InspectionText {

  private static final int LONGEST_VALUE = 100;
  private static final int MOST_NAMES = 20;

  private InspectionText() {}

  /**
   * Writes it.
   *
   * @param found as {@link Inspection#of} gives it
   * @return lines: values by their names, lists, and tables of layers or tensors
   */
  public static String of(Map<String, Object> found) {
    StringBuilder text = new StringBuilder();
    found.forEach((name, value) -> add(text, name, value));
    return text.toString();
  }

  private static void add(StringBuilder text, String name, Object value) {
    if (value instanceof Map<?, ?> map) {
      if (!map.isEmpty()) {
        text.append('\n').append(name).append(":\n");
        map.forEach(
            (key, each) ->
                text.append("  ").append(key).append(": ").append(one(each)).append('\n'));
      }
    } else if (value instanceof List<?> list && !list.isEmpty() && list.get(0) instanceof Map) {
      text.append('\n').append(name).append(":\n").append(table(list).markdown());
      text.append(list.size()).append(" in all\n");
    } else if (value instanceof List<?> list && list.stream().anyMatch(InspectionText::isLine)) {
      text.append('\n').append(name).append(":\n");
      list.forEach(line -> text.append("  ").append(line).append('\n'));
    } else if (!(value instanceof List<?> list) || !list.isEmpty()) {
      text.append(name).append(": ").append(one(value)).append('\n');
    }
  }

  /** Descriptions of layers are lines, names of classes go into one. */
  private static boolean isLine(Object element) {
    return element.toString().contains(": ");
  }

  private static TextTable table(List<?> rows) {
    Set<String> columns = new LinkedHashSet<>();
    rows.forEach(row -> ((Map<?, ?>) row).keySet().forEach(key -> columns.add((String) key)));
    List<List<String>> cells = new ArrayList<>();
    for (Object row : rows) {
      Map<?, ?> values = (Map<?, ?>) row;
      cells.add(
          columns.stream()
              .map(column -> values.containsKey(column) ? one(values.get(column)) : "")
              .toList());
    }
    return new TextTable(List.copyOf(columns), cells);
  }

  /** A value on one line. */
  private static String one(Object value) {
    if (value instanceof Float number) {
      return String.format(Locale.ROOT, "%.5g", number);
    }
    if (value instanceof Number number) {
      return String.format(Locale.ROOT, "%,d", number.longValue());
    }
    if (value instanceof List<?> list) {
      return list(list);
    }
    String text = value.toString().replaceAll("[\\p{Cntrl}\\u2028\\u2029]+", " ");
    return text.length() > LONGEST_VALUE ? text.substring(0, LONGEST_VALUE) + "..." : text;
  }

  private static String list(List<?> list) {
    String shown =
        String.join(", ", list.stream().limit(MOST_NAMES).map(InspectionText::one).toList());
    if (list.stream().allMatch(Number.class::isInstance)) {
      return "[" + shown + "]";
    }
    return list.size() > MOST_NAMES
        ? String.format(Locale.ROOT, "%s, ... (%,d in all)", shown, list.size())
        : shown;
  }
}
