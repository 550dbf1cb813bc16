// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.packed;

import io.github.bnn4j.core.kernel.Kernel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Packs the window of every group of a binary convolution densely: the bits of all taps of a group
 * side by side, in an order that lets as many as possible move together. The weights follow that
 * order.
 */
final class BitGather {

  /** A run of bits of one word. */
  private record Piece(int tap, int group, int fromLane, int width, int[] channels) {}

  /**
   * The move of a piece.
   *
   * @param tap the tap it comes from
   * @param word the word of the pixel it comes from
   * @param shift its first bit there
   * @param mask its width, as ones
   * @param toWord the word of the window it goes to
   * @param toShift its first bit there
   */
  record Move(int tap, int word, int shift, int mask, int toWord, int toShift) {

    boolean isWholeWord() {
      return mask == -1;
    }
  }

  private final int depth;
  private final int[][] slots;
  private final List<Move> moves;

  private BitGather(int depth, int[][] slots, List<Move> moves) {
    this.depth = depth;
    this.slots = slots;
    this.moves = moves;
  }

  /**
   * Plans the gathering of windows.
   *
   * @param laneOf the lane of each channel
   * @param groups the groups the channels fall into
   * @param taps the taps of a window
   */
  static BitGather of(int[] laneOf, int groups, int taps) {
    int perGroup = laneOf.length / groups;
    int[][] slots = new int[groups][taps * perGroup];
    List<List<Move>> perGroupMoves = new ArrayList<>();
    int depth = 0;
    for (int group = 0; group < groups; group++) {
      List<Piece> pieces = pieces(laneOf, group, perGroup, taps);
      List<Move> moves = new ArrayList<>();
      int word = 0;
      int used = 0;
      for (Piece piece : pieces) {
        if (used + piece.width > Kernel.TILE) {
          word++;
          used = 0;
        }
        moves.add(
            new Move(
                piece.tap,
                piece.fromLane / Kernel.TILE,
                piece.fromLane % Kernel.TILE,
                -1 >>> (Kernel.TILE - piece.width),
                word,
                used));
        for (int i = 0; i < piece.width; i++) {
          slots[group][piece.tap * perGroup + piece.channels[i]] = word * Kernel.TILE + used + i;
        }
        used += piece.width;
      }
      depth = Math.max(depth, word + 1);
      perGroupMoves.add(moves);
    }
    List<Move> all = new ArrayList<>();
    for (int group = 0; group < groups; group++) {
      for (Move move : perGroupMoves.get(group)) {
        all.add(
            new Move(
                move.tap,
                move.word,
                move.shift,
                move.mask,
                group * depth + move.toWord,
                move.toShift));
      }
    }
    return new BitGather(depth, slots, all);
  }

  /**
   * Plans moving the bits of a pixel from one place to another.
   *
   * @param fromLane where each channel is
   * @param toLane where each channel goes
   */
  static BitGather rearranging(int[] fromLane, int[] toLane) {
    Integer[] channels = new Integer[fromLane.length];
    Arrays.setAll(channels, c -> c);
    Arrays.sort(channels, Comparator.comparingInt(c -> fromLane[c]));
    List<Move> moves = new ArrayList<>();
    for (int i = 0; i < channels.length; ) {
      int from = fromLane[channels[i]];
      int to = toLane[channels[i]];
      int width = 1;
      while (i + width < channels.length
          && fromLane[channels[i + width]] == from + width
          && toLane[channels[i + width]] == to + width
          && (from + width) % Kernel.TILE != 0
          && (to + width) % Kernel.TILE != 0) {
        width++;
      }
      moves.add(
          new Move(
              0,
              from / Kernel.TILE,
              from % Kernel.TILE,
              -1 >>> (Kernel.TILE - width),
              to / Kernel.TILE,
              to % Kernel.TILE));
      i += width;
    }
    return new BitGather(0, new int[0][], moves);
  }

  /** Returns the pieces of a group, the widest first. */
  private static List<Piece> pieces(int[] laneOf, int group, int perGroup, int taps) {
    Integer[] channels = new Integer[perGroup];
    Arrays.setAll(channels, i -> i);
    Arrays.sort(channels, Comparator.comparingInt(c -> laneOf[group * perGroup + c]));
    List<Piece> pieces = new ArrayList<>();
    for (int from = 0; from < perGroup; ) {
      int first = laneOf[group * perGroup + channels[from]];
      int width = 1;
      while (from + width < perGroup
          && laneOf[group * perGroup + channels[from + width]] == first + width
          && (first + width) % Kernel.TILE != 0) {
        width++;
      }
      int[] ofPiece = new int[width];
      for (int i = 0; i < width; i++) {
        ofPiece[i] = channels[from + i];
      }
      for (int tap = 0; tap < taps; tap++) {
        pieces.add(new Piece(tap, group, first, width, ofPiece));
      }
      from += width;
    }
    pieces.sort(Comparator.comparingInt(Piece::width).reversed());
    return pieces;
  }

  /** Returns the words of the window of a group. */
  int depth() {
    return depth;
  }

  /** Returns the number of moves that make a window of all groups. */
  int size() {
    return moves.size();
  }

  /**
   * Returns the bit of a group's window that holds each input of its filters, in the order of the
   * weights: {@code [tap][channel of the group]}.
   */
  int[] slots(int group) {
    return slots[group];
  }

  /**
   * Gathers the windows of a strip.
   *
   * @param bits the input bits, and behind them a place that is zero
   * @param taps where the bits of each tap of each pixel start: {@code [tap][pixel of the strip]}
   * @param blocks the blocks of the strip
   * @param windows receives the windows: {@code [block][group][word][pixel]}
   * @param stride the ints of a block there
   */
  void gather(int[] bits, int[] taps, int blocks, int[] windows, int stride) {
    Arrays.fill(windows, 0, blocks * stride, 0);
    for (Move move : moves) {
      int tap = move.tap * Strip.MAX_BLOCKS * Kernel.BLOCK;
      int from = move.word * Kernel.BLOCK;
      int to = move.toWord * Kernel.BLOCK;
      for (int block = 0; block < blocks; block++) {
        if (move.isWholeWord()) {
          copy(bits, from, taps, tap + block * Kernel.BLOCK, windows, to + block * stride);
        } else {
          merge(bits, from, taps, tap + block * Kernel.BLOCK, windows, to + block * stride, move);
        }
      }
    }
  }

  private static void copy(int[] bits, int from, int[] taps, int tap, int[] windows, int to) {
    for (int i = 0; i < Kernel.BLOCK; i++) {
      windows[to + i] = bits[taps[tap + i] + from];
    }
  }

  private static void merge(
      int[] bits, int from, int[] taps, int tap, int[] windows, int to, Move move) {
    int shift = move.shift;
    int mask = move.mask;
    int toShift = move.toShift;
    for (int i = 0; i < Kernel.BLOCK; i++) {
      windows[to + i] |= (bits[taps[tap + i] + from] >>> shift & mask) << toShift;
    }
  }

  /**
   * Moves the bits of every pixel of some blocks.
   *
   * @param from where the bits are
   * @param fromStride the ints of a block there
   * @param to where the bits go
   * @param toStride the ints of a block there
   * @param blocks the number of blocks
   */
  void rearrange(int[] from, int fromStride, int[] to, int toStride, int blocks) {
    Arrays.fill(to, 0, blocks * toStride, 0);
    for (int block = 0; block < blocks; block++) {
      for (Move move : moves) {
        int in = block * fromStride + move.word * Kernel.BLOCK;
        int out = block * toStride + move.toWord * Kernel.BLOCK;
        for (int i = 0; i < Kernel.BLOCK; i++) {
          to[out + i] |= (from[in + i] >>> move.shift & move.mask) << move.toShift;
        }
      }
    }
  }
}
