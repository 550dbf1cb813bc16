// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.engine.pass;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * What one worker writes to in a pass over the stream beside the stream itself, made once. A row is
 * as many whole positions as make a loop worth starting; what belongs to a channel is repeated for
 * each of them. Sums are float for some rows, and double over all.
 */
final class BlockScratch {

  private static final int SUMS = 4;
  private static final int ROWS = 5;
  private static final int FACTORS = 8;
  private static final int SHORTEST = 256;

  /** Rows summed in float before the sum is added to the double one. */
  static final int TILE = 64;

  private final int channels;
  private final int positions;
  private final double[][] sums;
  private final float[][] tiles;
  private final float[][] factors;
  private final ByteBuffer[] rows = new ByteBuffer[ROWS];

  BlockScratch(int channels) {
    this.channels = channels;
    this.positions = Math.max(1, SHORTEST / channels);
    int length = positions * channels;
    sums = new double[SUMS][channels];
    tiles = new float[SUMS][length];
    factors = new float[FACTORS][length];
    Arrays.setAll(
        rows, i -> ByteBuffer.allocateDirect(Float.BYTES * length).order(ByteOrder.nativeOrder()));
  }

  /** The positions of a row. */
  int positions() {
    return positions;
  }

  /** Sums a channel. */
  double[][] sums() {
    return sums;
  }

  /** The parts of the sums that have not been added to them yet, for each value of a row. */
  float[][] tiles() {
    return tiles;
  }

  /** A row in float32, outside the heap as the stream is, for any use within a call. */
  ByteBuffer row(int which) {
    return rows[which];
  }

  /** A value a channel, repeated for each position of a row. */
  float[] repeated(int which, float[] channel) {
    for (int p = 0; p < positions; p++) {
      System.arraycopy(channel, 0, factors[which], p * channels, channels);
    }
    return factors[which];
  }

  void clearSums() {
    for (double[] sum : sums) {
      Arrays.fill(sum, 0);
    }
  }

  /** Adds the tiles to the sums and starts new ones. */
  void finishTiles() {
    for (int k = 0; k < SUMS; k++) {
      for (int p = 0; p < positions; p++) {
        for (int c = 0; c < channels; c++) {
          sums[k][c] += tiles[k][p * channels + c];
        }
      }
      Arrays.fill(tiles[k], 0);
    }
  }

  void addSums(BlockScratch other) {
    for (int k = 0; k < SUMS; k++) {
      for (int c = 0; c < channels; c++) {
        sums[k][c] += other.sums[k][c];
      }
    }
  }
}
