// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.packed;

import java.util.ArrayList;
import java.util.List;

/**
 * Sorts the windows of an output by which of their taps lie inside the image. All windows away from
 * the border are of one class; along one axis a class is the range of taps that are inside.
 */
final class Borders {

  /** The taps inside, from the first to before the last, along one axis. */
  record Range(int from, int to) {}

  private final List<Range> rowClasses = new ArrayList<>();
  private final List<Range> columnClasses = new ArrayList<>();
  private final int[] classOfRow;
  private final int[] classOfColumn;

  Borders(Window window, ValueShape input) {
    classOfRow = classes(window, input.height(), rowClasses);
    classOfColumn = classes(window, input.width(), columnClasses);
  }

  private static int[] classes(Window window, int size, List<Range> classes) {
    int[] classOf = new int[window.outputSize(size)];
    for (int i = 0; i < classOf.length; i++) {
      int first = i * window.stride() - window.padding();
      Range inside = new Range(Math.max(0, -first), Math.min(window.kernel(), size - first));
      if (!classes.contains(inside)) {
        classes.add(inside);
      }
      classOf[i] = classes.indexOf(inside);
    }
    return classOf;
  }

  int count() {
    return rowClasses.size() * columnClasses.size();
  }

  /** Returns the class of an output pixel. */
  int of(int row, int column) {
    return classOfRow[row] * columnClasses.size() + classOfColumn[column];
  }

  Range rows(int borderClass) {
    return rowClasses.get(borderClass / columnClasses.size());
  }

  Range columns(int borderClass) {
    return columnClasses.get(borderClass % columnClasses.size());
  }
}
