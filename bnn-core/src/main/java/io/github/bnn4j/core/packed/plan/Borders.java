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

  /** Where the row of each pixel of an output row starts in a table, by the class of that row. */
  private final int[][] tableRows;

  /**
   * Sorts the windows of an output.
   *
   * @param rowLength the length of a row of tables that have a row a class
   */
  Borders(Window window, ValueShape input, int rowLength) {
    classOfRow = classes(window.rows(), input.height(), rowClasses);
    classOfColumn = classes(window.columns(), input.width(), columnClasses);
    tableRows = new int[rowClasses.size()][classOfColumn.length];
    for (int row = 0; row < tableRows.length; row++) {
      for (int x = 0; x < classOfColumn.length; x++) {
        tableRows[row][x] = (row * columnClasses.size() + classOfColumn[x]) * rowLength;
      }
    }
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

  /** Writes where, in a table, the row of each pixel starts; 0 for pixels behind the last. */
  void locate(int[] rows, int firstPixel, int pixels) {
    int width = classOfColumn.length;
    int exist = Math.min(pixels, classOfRow.length * width - firstPixel);
    int y = firstPixel / width;
    int x = firstPixel % width;
    for (int at = 0; at < exist; y++, x = 0) {
      int count = Math.min(exist - at, width - x);
      System.arraycopy(tableRows[classOfRow[y]], x, rows, at, count);
      at += count;
    }
    Arrays.fill(rows, exist, pixels, 0);
  }

  Range rows(int borderClass) {
    return rowClasses.get(borderClass / columnClasses.size());
  }

  Range columns(int borderClass) {
    return columnClasses.get(borderClass % columnClasses.size());
  }
}
