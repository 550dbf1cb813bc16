// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.packed;

import io.github.bnn4j.core.kernel.BitMoves;
import io.github.bnn4j.core.kernel.Kernel;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Finds runs of bits that can move together, and collects their moves. */
final class BitRuns {

  /** Some channels whose bits are neighbours in one word, in order. */
  record Run(int[] channels, int lane) {

    int width() {
      return channels.length;
    }

    int word() {
      return lane / Kernel.TILE;
    }
  }

  private record Move(int from, int shift, int width, int to, int toShift) {}

  private final List<Move> moves = new ArrayList<>();

  /** Cuts a range of channels, sorted by their lanes, to the longest runs. */
  static List<Run> of(int[] laneOf, int fromChannel, int toChannel) {
    int[] sorted =
        IntStream.range(fromChannel, toChannel)
            .boxed()
            .sorted((a, b) -> Integer.compare(laneOf[a], laneOf[b]))
            .mapToInt(c -> c)
            .toArray();
    List<Run> runs = new ArrayList<>();
    for (int at = 0; at < sorted.length; ) {
      int lane = laneOf[sorted[at]];
      int end = at + 1;
      while (end < sorted.length
          && laneOf[sorted[end]] == lane + end - at
          && laneOf[sorted[end]] % Kernel.TILE != 0) {
        end++;
      }
      runs.add(new Run(java.util.Arrays.copyOfRange(sorted, at, end), lane));
      at = end;
    }
    return runs;
  }

  /**
   * Adds the move of a run.
   *
   * @param run the run
   * @param from the word it comes from, from the start of a window in the image
   * @param toBit its first bit among all bits of the window; must leave it in one word
   */
  void add(Run run, int from, int toBit) {
    moves.add(
        new Move(
            from, run.lane % Kernel.TILE, run.width(), toBit / Kernel.TILE, toBit % Kernel.TILE));
  }

  BitMoves toMoves() {
    return new BitMoves(
        moves.stream().mapToInt(Move::from).toArray(),
        moves.stream().mapToInt(Move::shift).toArray(),
        moves.stream().mapToInt(move -> -1 >>> (Kernel.TILE - move.width)).toArray(),
        moves.stream().mapToInt(Move::to).toArray(),
        moves.stream().mapToInt(Move::toShift).toArray());
  }
}
