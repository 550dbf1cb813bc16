// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.packed;

import io.github.bnn4j.core.kernel.Kernel;
import java.util.Arrays;
import java.util.Comparator;

/** Brings the channels of every group of the next convolution together, a pixel at a time. */
final class RepackStep implements Step {

  private final Value input;
  private final Value output;
  private final BitGather gather;

  /** Moves bits so that every group lies in an aligned field of a word, or in words of its own. */
  RepackStep(Value input, Value output) {
    this.input = input;
    this.output = output;
    this.gather = BitGather.rearranging(input.laneOf(), output.laneOf());
  }

  /** Returns where the bits go: groups side by side, and within a group in the order they come. */
  static Value grouped(Value input, int groups, int slot) {
    int perGroup = input.laneOf().length / groups;
    int field =
        perGroup > Kernel.TILE / 2
            ? Value.roundUp(perGroup, Kernel.TILE)
            : Integer.highestOneBit(2 * perGroup - 1);
    int[] laneOf = new int[input.laneOf().length];
    for (int group = 0; group < groups; group++) {
      int first = group * perGroup;
      Integer[] channels = new Integer[perGroup];
      Arrays.setAll(channels, i -> first + i);
      Arrays.sort(channels, Comparator.comparingInt(c -> input.laneOf()[c]));
      for (int i = 0; i < perGroup; i++) {
        laneOf[channels[i]] = group * field + i;
      }
    }
    return new Value(input.shape(), slot, Value.roundUp(groups * field, Kernel.TILE), laneOf);
  }

  @Override
  public void run(Buffers buffers) {
    gather.rearrange(
        buffers.ints[input.slot()],
        input.tiles() * Kernel.BLOCK,
        buffers.ints[output.slot()],
        output.tiles() * Kernel.BLOCK,
        input.blocks());
  }
}
