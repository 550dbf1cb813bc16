// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.packed.plan;

import io.github.bnn4j.core.kernel.BitMoves;
import io.github.bnn4j.core.kernel.Kernel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Packs the window of every group of a binary convolution densely: the bits of all its taps side by
 * side, in an order that lets as many as possible move together. The weights follow that order.
 */
final class WindowLayout {

  private record Piece(int tap, BitRuns.Run run) {}

  private final int depth;
  private final int[][] slots;
  private final BitMoves moves;

  /**
   * Plans the layout.
   *
   * @param laneOf the lane of each channel in the image
   * @param groups the groups the channels fall into
   * @param taps where each tap lies, from the start of a window in the image
   * @param wordStep how far a word of a pixel lies behind the one before
   */
  WindowLayout(int[] laneOf, int groups, int[] taps, int wordStep) {
    int perGroup = laneOf.length / groups;
    List<List<Piece>> pieces = new ArrayList<>();
    int words = 0;
    for (int group = 0; group < groups; group++) {
      List<Piece> ofGroup = pieces(laneOf, group * perGroup, perGroup, taps.length);
      pieces.add(ofGroup);
      words = Math.max(words, place(ofGroup, (piece, bit) -> {}));
    }
    depth = words;
    slots = new int[groups][taps.length * perGroup];
    BitRuns runs = new BitRuns();
    for (int group = 0; group < groups; group++) {
      int first = group * perGroup;
      int firstBit = group * depth * Kernel.TILE;
      int[] ofGroup = slots[group];
      place(
          pieces.get(group),
          (piece, bit) -> {
            int from = taps[piece.tap] + piece.run.word() * wordStep;
            runs.add(piece.run, from, firstBit + bit);
            for (int i = 0; i < piece.run.width(); i++) {
              ofGroup[piece.tap * perGroup + piece.run.channels()[i] - first] = bit + i;
            }
          });
    }
    moves = runs.toMoves(groups * depth);
  }

  /** Returns the runs of every tap of a group, the widest first. */
  private static List<Piece> pieces(int[] laneOf, int first, int perGroup, int taps) {
    List<Piece> pieces = new ArrayList<>();
    for (BitRuns.Run run : BitRuns.of(laneOf, first, first + perGroup)) {
      for (int tap = 0; tap < taps; tap++) {
        pieces.add(new Piece(tap, run));
      }
    }
    pieces.sort(Comparator.comparingInt(piece -> -piece.run.width()));
    return pieces;
  }

  private interface Placed {
    void at(Piece piece, int bit);
  }

  /** Gives every piece a place in one word and returns the number of words. */
  private static int place(List<Piece> pieces, Placed placed) {
    int bit = 0;
    for (Piece piece : pieces) {
      if (bit % Kernel.TILE + piece.run.width() > Kernel.TILE) {
        bit = Value.roundUp(bit, Kernel.TILE);
      }
      placed.at(piece, bit);
      bit += piece.run.width();
    }
    return Value.roundUp(bit, Kernel.TILE) / Kernel.TILE;
  }

  /** Returns the words of the window of a group. */
  int depth() {
    return depth;
  }

  /** Returns the moves that lay out a window. */
  BitMoves moves() {
    return moves;
  }

  /**
   * Returns the bit of a group's window that holds each input of its filters, in the order of the
   * weights: {@code [tap][channel of the group]}.
   */
  int[] slots(int group) {
    return slots[group];
  }
}
