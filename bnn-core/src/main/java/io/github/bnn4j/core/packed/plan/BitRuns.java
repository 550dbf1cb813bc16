// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.packed.plan;

import io.github.bnn4j.core.kernel.BitMoves;
import io.github.bnn4j.core.kernel.Kernel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
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

  private record Move(int from, int shift, int width, int to, int toShift) {

    int mask() {
      return width == 0 ? 0 : -1 >>> (Kernel.TILE - width) << toShift;
    }
  }

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
      runs.add(new Run(Arrays.copyOfRange(sorted, at, end), lane));
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

  /** Returns the moves, word after word of a window; a word without any is cleared. */
  BitMoves toMoves(int words) {
    List<Move> ordered = new ArrayList<>(moves);
    boolean[] filled = new boolean[words];
    moves.forEach(move -> filled[move.to] = true);
    IntStream.range(0, words)
        .filter(word -> !filled[word])
        .forEach(word -> ordered.add(new Move(0, 0, 0, word, 0)));
    ordered.sort(Comparator.comparingInt(Move::to));
    return new BitMoves(
        ordered.stream().mapToInt(Move::from).toArray(),
        ordered.stream().mapToInt(move -> move.toShift - move.shift).toArray(),
        ordered.stream().mapToInt(Move::mask).toArray(),
        ordered.stream().mapToInt(Move::to).toArray(),
        IntStream.range(0, ordered.size())
            .map(i -> i > 0 && ordered.get(i - 1).to == ordered.get(i).to ? -1 : 0)
            .toArray());
  }
}
