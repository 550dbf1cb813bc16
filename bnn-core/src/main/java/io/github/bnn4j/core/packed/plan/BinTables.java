// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.packed.plan;

import io.github.bnn4j.core.bit.BitTensor;
import io.github.bnn4j.core.check.Require;
import io.github.bnn4j.core.kernel.BinaryFilters;
import io.github.bnn4j.core.kernel.Kernel;
import io.github.bnn4j.core.packed.layer.BitConv2d;
import io.github.bnn4j.core.shape.ConvGeometry;
import java.util.Arrays;

/**
 * What a binary convolution needs beside its input: its filters, and per border class and lane the
 * numbers that turn counts of disagreements into exact sums. Taps outside the image are read as +1,
 * so the count is too high by the ones among their weights.
 */
final class BinTables {

  private final ConvGeometry geometry;
  private final BitTensor weights;
  private final Value output;
  private final Borders borders;

  BinTables(BitConv2d layer, Value input, Value output) {
    this.geometry = layer.geometry();
    this.weights = layer.weights();
    this.output = output;
    this.borders = new Borders(geometry.window(), input.shape(), output.lanes());
    Require.that(
        (long) borders.count() * output.lanes() <= 1 << 22,
        "The border of a convolution with %s needs tables that are too large.",
        geometry);
  }

  BinaryFilters filters(BinWindows windows) {
    int groups = geometry.groups();
    int depth = windows.depth();
    int tilesPerGroup = output.tiles() / groups;
    int perGroup = geometry.outChannels() / groups;
    int inputs = geometry.depth();
    int[] words = new int[output.tiles() * depth * Kernel.TILE];
    for (int o = 0; o < geometry.outChannels(); o++) {
      int[] slots = windows.slots(o / perGroup);
      int lane = output.laneOf()[o];
      int tile = lane / Kernel.TILE * depth * Kernel.TILE + lane % Kernel.TILE;
      for (int i = 0; i < inputs; i++) {
        if (weights.get(o * inputs + i)) {
          words[tile + slots[i] / Kernel.TILE * Kernel.TILE] |= 1 << slots[i];
        }
      }
    }
    return new BinaryFilters(words, groups, tilesPerGroup, depth);
  }

  Borders borders() {
    return borders;
  }

  /** Returns, per border class and lane, the sum where no count disagrees. */
  int[] bases() {
    int[] bases = new int[borders.count() * output.lanes()];
    for (int o = 0; o < geometry.outChannels(); o++) {
      int[] ones = onesOfTaps(o);
      for (int each = 0; each < borders.count(); each++) {
        bases[each * output.lanes() + output.laneOf()[o]] =
            insideTaps(each) * (geometry.inChannels() / geometry.groups())
                + 2 * onesOutside(ones, each);
      }
    }
    return bases;
  }

  /**
   * Returns, per border class and lane, the largest count at which the sum reaches the threshold of
   * its channel.
   */
  int[] limits(int[] thresholds) {
    int[] limits = bases();
    int[] ofLane = output.toLanes(thresholds, 0);
    for (int i = 0; i < limits.length; i++) {
      long count = Math.floorDiv((long) limits[i] - ofLane[i % output.lanes()], 2);
      limits[i] = (int) Math.max(-1, Math.min(Integer.MAX_VALUE, count));
    }
    boolean[] used = new boolean[output.lanes()];
    for (int lane : output.laneOf()) {
      used[lane] = true;
    }
    for (int i = 0; i < limits.length; i++) {
      if (!used[i % output.lanes()]) {
        limits[i] = Integer.MAX_VALUE;
      }
    }
    return limits;
  }

  private int insideTaps(int borderClass) {
    Borders.Range rows = borders.rows(borderClass);
    Borders.Range columns = borders.columns(borderClass);
    return (rows.to() - rows.from()) * (columns.to() - columns.from());
  }

  private int[] onesOfTaps(int o) {
    int perTap = geometry.perGroup();
    int[] ones = new int[geometry.window().taps()];
    for (int i = 0; i < geometry.depth(); i++) {
      if (weights.get(o * geometry.depth() + i)) {
        ones[i / perTap]++;
      }
    }
    return ones;
  }

  private int onesOutside(int[] ones, int borderClass) {
    int outside = Arrays.stream(ones).sum();
    Borders.Range rows = borders.rows(borderClass);
    Borders.Range columns = borders.columns(borderClass);
    for (int y = rows.from(); y < rows.to(); y++) {
      for (int x = columns.from(); x < columns.to(); x++) {
        outside -= ones[y * geometry.window().columns().kernel() + x];
      }
    }
    return outside;
  }
}
