// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.packed.plan;

import io.github.bnn4j.core.kernel.BitMoves;
import io.github.bnn4j.core.kernel.Kernel;
import java.util.Arrays;
import java.util.List;

/**
 * Brings the channels of every group of the next convolution together, so that its windows take
 * fewer moves.
 */
final class RepackStep implements Step {

  private final Value input;
  private final Value output;
  private final BitMoves moves;

  private RepackStep(Value input, Value output, BitMoves moves) {
    this.input = input;
    this.output = output;
    this.moves = moves;
  }

  /**
   * Plans the step.
   *
   * @param input where the channels are
   * @param groups the groups to bring together: each gets an aligned field of a word, or words of
   *     its own
   * @param buffer where the output goes
   */
  static RepackStep grouping(Value input, int groups, int buffer) {
    int perGroup = input.laneOf().length / groups;
    int field =
        perGroup > Kernel.TILE / 2
            ? Value.roundUp(perGroup, Kernel.TILE)
            : Integer.highestOneBit(2 * perGroup - 1);
    int[] laneOf = new int[input.laneOf().length];
    BitRuns moves = new BitRuns();
    for (int group = 0; group < groups; group++) {
      int bit = group * field;
      for (BitRuns.Run run : BitRuns.of(input.laneOf(), group * perGroup, (group + 1) * perGroup)) {
        for (BitRuns.Run part : inOneWord(run, bit)) {
          moves.add(part, part.word() * Kernel.BLOCK, bit);
          for (int channel : part.channels()) {
            laneOf[channel] = bit++;
          }
        }
      }
    }
    int lanes = Value.roundUp(groups * field, Kernel.TILE);
    Value output = new Value(input.shape(), buffer, lanes, laneOf);
    return new RepackStep(input, output, moves.toMoves(output.tiles()));
  }

  /** Cuts a run where its bits would go to another word. */
  private static List<BitRuns.Run> inOneWord(BitRuns.Run run, int bit) {
    int room = Kernel.TILE - bit % Kernel.TILE;
    if (run.width() <= room) {
      return List.of(run);
    }
    int[] channels = run.channels();
    return List.of(
        new BitRuns.Run(Arrays.copyOf(channels, room), run.lane()),
        new BitRuns.Run(Arrays.copyOfRange(channels, room, channels.length), run.lane() + room));
  }

  Value output() {
    return output;
  }

  @Override
  public void run(Buffers buffers) {
    int[] to = buffers.ints[output.buffer()];
    int stride = output.tiles() * Kernel.BLOCK;
    for (int block = 0; block < output.blocks(); block += Strip.MAX_BLOCKS) {
      int blocks = Math.min(Strip.MAX_BLOCKS, output.blocks() - block);
      for (int i = 0; i < blocks * Kernel.BLOCK; i++) {
        buffers.starts[i] = input.bitsOf(block * Kernel.BLOCK + i);
      }
      int[] from = buffers.ints[input.buffer()];
      buffers.kernel.gather(from, buffers.starts, blocks, moves, to, block * stride, stride);
    }
  }
}
