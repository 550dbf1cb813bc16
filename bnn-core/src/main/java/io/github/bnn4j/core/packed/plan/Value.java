// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.packed.plan;

import io.github.bnn4j.core.kernel.Kernel;
import io.github.bnn4j.core.packed.layer.ValueKind;
import io.github.bnn4j.core.packed.layer.ValueShape;
import io.github.bnn4j.core.shape.Window;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Where the value between two steps lies. Every pixel has the same number of lanes; which lane
 * holds a channel is free, so shuffles of channels and padded tiles cost nothing.
 *
 * <p>Numbers lie {@code [pixel][lane]}. Bits lie in the blocks of {@link Kernel}, or with a border
 * of zeros in planes, {@code [tile][row][column]}, where convolutions read them; nothing else lies
 * in their buffer, so nobody writes the border. Unless in planes there is room for a whole last
 * block.
 *
 * @param shape the kind and shape
 * @param buffer the number of its buffer
 * @param lanes the lanes of a pixel
 * @param laneOf the lane of each channel
 * @param reader of bits in planes the window that reads them, whose padding is their border
 */
record Value(ValueShape shape, int buffer, int lanes, int[] laneOf, Optional<Window> reader) {

  Value(ValueShape shape, int buffer, int lanes, int[] laneOf) {
    this(shape, buffer, lanes, laneOf, Optional.empty());
  }

  /** Returns a value whose channels fill the tiles of each group in order. */
  static Value ofTiles(ValueShape shape, int buffer, int groups) {
    int perGroup = shape.channels() / groups;
    int lanesPerGroup = roundUp(perGroup, Kernel.TILE);
    int[] laneOf = new int[shape.channels()];
    for (int c = 0; c < laneOf.length; c++) {
      laneOf[c] = c / perGroup * lanesPerGroup + c % perGroup;
    }
    return new Value(shape, buffer, groups * lanesPerGroup, laneOf);
  }

  /** Returns a value whose lanes are its channels. */
  static Value ofChannels(ValueShape shape, int buffer) {
    return new Value(
        shape, buffer, shape.channels(), IntStream.range(0, shape.channels()).toArray());
  }

  /** Returns a value with the same lanes. */
  Value with(ValueShape newShape, int newBuffer) {
    return new Value(newShape, newBuffer, lanes, laneOf);
  }

  /** Returns these bits in planes, with the border that a window wants. */
  Value inPlanesFor(Window window) {
    return new Value(shape, buffer, lanes, laneOf, Optional.of(window));
  }

  boolean liesInPlanes() {
    return reader.isPresent();
  }

  /** Returns the ints of a row of a plane. */
  int rowSize() {
    return reader.orElseThrow().columns().padded(shape.width());
  }

  /** Returns the tiles, which are the words of a pixel if these are bits. */
  int tiles() {
    return lanes / Kernel.TILE;
  }

  int blocks() {
    return (shape.pixels() + Kernel.BLOCK - 1) / Kernel.BLOCK;
  }

  /** Returns the elements of the buffer this value takes. */
  int size() {
    long pixels =
        reader.isEmpty()
            ? (long) blocks() * Kernel.BLOCK
            : (long) rowSize() * reader.get().rows().padded(shape.height());
    long size = pixels * (shape.kind() == ValueKind.BITS ? tiles() : lanes);
    if (size > 8L * ValueShape.MAX_ELEMENTS) { // asked for every image: must not allocate
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "A value needs too much memory: %d numbers.", size));
    }
    return (int) size;
  }

  /** Returns where the first bits of a pixel lie; those of the next tile a tile step later. */
  int bitsOf(int pixel) {
    if (reader.isEmpty()) {
      return pixel / Kernel.BLOCK * tiles() * Kernel.BLOCK + pixel % Kernel.BLOCK;
    }
    int row = pixel / shape.width() + reader.get().rows().before();
    return row * rowSize() + pixel % shape.width() + reader.get().columns().before();
  }

  /** Returns where the first bits of each block of pixels lie. */
  int[] bitStarts() {
    return IntStream.range(0, blocks()).map(block -> bitsOf(block * Kernel.BLOCK)).toArray();
  }

  /** Returns how far the bits of a tile lie behind those of the one before. */
  int tileStep() {
    return liesInPlanes() ? size() / tiles() : Kernel.BLOCK;
  }

  /** Returns whether the channels of another value lie in the same lanes. */
  boolean hasLanesOf(Value other) {
    return lanes == other.lanes() && Arrays.equals(laneOf, other.laneOf());
  }

  boolean inOrder() {
    for (int c = 0; c < laneOf.length; c++) {
      if (laneOf[c] != c) {
        return false;
      }
    }
    return true;
  }

  /** Spreads one number a channel to the lanes; lanes without a channel get the filling. */
  int[] toLanes(int[] perChannel, int filling) {
    int[] spread = new int[lanes];
    Arrays.fill(spread, filling);
    for (int c = 0; c < laneOf.length; c++) {
      spread[laneOf[c]] = perChannel[c];
    }
    return spread;
  }

  /** Spreads one number a channel to the lanes; lanes without a channel get the filling. */
  float[] toLanes(float[] perChannel, float filling) {
    float[] spread = new float[lanes];
    Arrays.fill(spread, filling);
    for (int c = 0; c < laneOf.length; c++) {
      spread[laneOf[c]] = perChannel[c];
    }
    return spread;
  }

  /** Spreads one bit a channel, turned round if asked, to the words of the tiles. */
  int[] toWords(io.github.bnn4j.core.bit.BitTensor bits, boolean inverted) {
    int[] words = new int[tiles()];
    for (int c = 0; c < laneOf.length; c++) {
      if (bits.get(c) != inverted) {
        words[laneOf[c] / Kernel.TILE] |= 1 << laneOf[c];
      }
    }
    return words;
  }

  static int roundUp(int value, int multiple) {
    return (value + multiple - 1) / multiple * multiple;
  }
}
