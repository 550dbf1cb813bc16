// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.packed.plan;

import io.github.bnn4j.core.packed.layer.ValueShape;
import io.github.bnn4j.core.shape.Window;
import java.util.ArrayList;
import java.util.Arrays;
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
    classOfRow = classes(window.rows(), input.height(), rowClasses);
    classOfColumn = classes(window.columns(), input.width(), columnClasses);
  }

  private static int[] classes(Window.Axis axis, int size, List<Range> classes) {
    int[] classOf = new int[axis.outputSize(size)];
    for (int i = 0; i < classOf.length; i++) {
      int first = axis.start(i);
      Range inside = new Range(Math.max(0, -first), Math.min(axis.kernel(), size - first));
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

  /**
   * Writes where, in a table with a row of a given length a class, the row of each pixel starts.
   */
  void locate(int[] rows, int firstPixel, int pixels, int rowLength) {
    if (count() == 1) {
      Arrays.fill(rows, 0, pixels, 0);
      return;
    }
    int y = firstPixel / classOfColumn.length;
    int x = firstPixel % classOfColumn.length;
    for (int i = 0; i < pixels; i++) {
      boolean exists = y < classOfRow.length;
      rows[i] = exists ? (classOfRow[y] * columnClasses.size() + classOfColumn[x]) * rowLength : 0;
      if (++x == classOfColumn.length) {
        x = 0;
        y++;
      }
    }
  }

  Range rows(int borderClass) {
    return rowClasses.get(borderClass / columnClasses.size());
  }

  Range columns(int borderClass) {
    return columnClasses.get(borderClass % columnClasses.size());
  }
}
