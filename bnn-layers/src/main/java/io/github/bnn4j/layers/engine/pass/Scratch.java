// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.engine.pass;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * What one worker writes to in a pass beside the activations, made once: two sums a channel, and a
 * row of one position. Sums are float a tile of positions at a time, and double over all tiles.
 */
final class Scratch {

  /** Positions summed in float before the sum is added to the double one. */
  static final int TILE = 128;

  private final double[] sums;
  private final double[] otherSums;
  private final float[] tile;
  private final float[] otherTile;
  private final float[] row;
  private final float[] otherRow;
  private final ByteBuffer wideRow;
  private final byte[] signs;
  private final byte[] orderedSigns;

  Scratch(int channels) {
    sums = new double[channels];
    otherSums = new double[channels];
    tile = new float[channels];
    otherTile = new float[channels];
    row = new float[channels];
    otherRow = new float[channels];
    wideRow = ByteBuffer.allocateDirect(Float.BYTES * channels).order(ByteOrder.nativeOrder());
    signs = new byte[channels];
    orderedSigns = new byte[channels];
  }

  int channels() {
    return row.length;
  }

  /** Of values, or of gradients. */
  double[] sums() {
    return sums;
  }

  /** Of squares, or of gradients times values. */
  double[] otherSums() {
    return otherSums;
  }

  /** The part of {@link #sums} that has not been added to them yet. */
  float[] tile() {
    return tile;
  }

  /** The same of {@link #otherSums}. */
  float[] otherTile() {
    return otherTile;
  }

  /** For any use within a call. */
  float[] row() {
    return row;
  }

  /** The same. */
  float[] otherRow() {
    return otherRow;
  }

  /** A row of bfloat16 activations in float32, outside the heap as activations are. */
  ByteBuffer wideRow() {
    return wideRow;
  }

  /** The signs of a row. */
  byte[] signs() {
    return signs;
  }

  /** The same in another order. */
  byte[] orderedSigns() {
    return orderedSigns;
  }

  void clearSums() {
    Arrays.fill(sums, 0);
    Arrays.fill(otherSums, 0);
  }

  /** Adds the tile to the sums and starts a new one. */
  void finishTile() {
    for (int c = 0; c < tile.length; c++) {
      sums[c] += tile[c];
      otherSums[c] += otherTile[c];
    }
    Arrays.fill(tile, 0);
    Arrays.fill(otherTile, 0);
  }

  void addSums(Scratch other) {
    for (int c = 0; c < sums.length; c++) {
      sums[c] += other.sums[c];
      otherSums[c] += other.otherSums[c];
    }
  }
}
