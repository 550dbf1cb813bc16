// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.engine.pass;

import io.github.bnn4j.core.shape.ConvGeometry;
import io.github.bnn4j.core.shape.FeatureShape;
import io.github.bnn4j.core.shape.Window;
import java.util.ArrayList;
import java.util.List;

/**
 * What a convolution that counts bits sums up to where no bit differs: a row of sums for each kind
 * of window, by which of its taps lie inside the image. Outside all bits are 0, which counts the
 * negative weights there.
 */
final class BorderSums {

  private final ConvGeometry geometry;
  private final List<Inside> kinds = new ArrayList<>();
  private final int[] rowOf;
  private final int[] sums;

  BorderSums(ConvGeometry geometry, FeatureShape input) {
    this.geometry = geometry;
    Window.Axis rows = geometry.window().rows();
    Window.Axis columns = geometry.window().columns();
    int width = columns.outputSize(input.width());
    rowOf = new int[width * rows.outputSize(input.height())];
    for (int p = 0; p < rowOf.length; p++) {
      Inside inside =
          new Inside(
              Taps.of(rows, p / width, input.height()), Taps.of(columns, p % width, input.width()));
      if (!kinds.contains(inside)) {
        kinds.add(inside);
      }
      rowOf[p] = kinds.indexOf(inside) * geometry.outChannels();
    }
    sums = new int[kinds.size() * geometry.outChannels()];
  }

  /** The taps from..to-1 of a window that lie inside the image, along an axis. */
  private record Taps(int from, int to) {

    static Taps of(Window.Axis axis, int output, int size) {
      int first = axis.start(output);
      return new Taps(Math.max(0, -first), Math.min(axis.kernel(), size - first));
    }

    boolean contains(int tap) {
      return tap >= from && tap < to;
    }
  }

  private record Inside(Taps rows, Taps columns) {}

  /** The rows, of a sum for each output channel. */
  int[] sums() {
    return sums;
  }

  /** Where the row of an output pixel starts. */
  int rowOf(int pixel) {
    return rowOf[pixel];
  }

  /**
   * Takes other weights.
   *
   * @param negatives how many are negative, {@code [outChannels, taps]}
   */
  void update(int[] negatives) {
    int lanes = geometry.outChannels();
    for (int kind = 0; kind < kinds.size(); kind++) {
      for (int o = 0; o < lanes; o++) {
        sums[kind * lanes + o] = sum(kinds.get(kind), negatives, o);
      }
    }
  }

  private int sum(Inside inside, int[] negatives, int o) {
    int taps = geometry.window().taps();
    int kernel = geometry.window().columns().kernel();
    int sum = 0;
    for (int tap = 0; tap < taps; tap++) {
      boolean counts =
          inside.rows().contains(tap / kernel) && inside.columns().contains(tap % kernel);
      sum += counts ? geometry.perGroup() : 2 * negatives[o * taps + tap];
    }
    return sum;
  }
}
