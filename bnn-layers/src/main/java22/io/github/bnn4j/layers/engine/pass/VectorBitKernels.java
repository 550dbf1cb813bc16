// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.engine.pass;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** From numbers to bits and back in the Vector API. */
final class VectorBitKernels implements BitKernels {

  private static final int LANES = Lanes.COUNT;
  private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Short> SHORTS = ShortVector.SPECIES_PREFERRED;

  /** +1 and -1 in bfloat16. */
  private static final short ONE = 0x3F80;

  private static final short MINUS_ONE = (short) 0xBF80;

  private final BitKernels portable = new PortableBitKernels();

  @Override
  public void bits(
      Values x, ChannelScaling scaling, int from, int to, int[] words, SignWords layout) {
    if (x.half()) {
      portable.bits(x, scaling, from, to, words, layout);
      return;
    }
    MemorySegment xs = MemorySegment.ofBuffer(x.bytes());
    int width = layout.pixels();
    int plane = layout.plane();
    int channels = scaling.channels();
    for (int row = from; row < to; row++) {
      long first = (long) row * width;
      int at = layout.at(row);
      for (int p = 0; p < width; p++) {
        pixelBits(xs, (first + p) * channels, scaling, words, at + p, plane);
      }
    }
  }

  private static void pixelBits(
      MemorySegment xs, long from, ChannelScaling scaling, int[] words, int at, int plane) {
    FloatVector low = floor(scaling.rectified());
    float[] scale = scaling.scale();
    float[] shift = scaling.shift();
    int out = at;
    for (int first = 0; first < scale.length; first += Integer.SIZE, out += plane) {
      long word = 0;
      for (int i = 0; i < Integer.SIZE; i += LANES) {
        FloatVector r = Lanes.rectified(Lanes.load(xs, from + first + i), low);
        FloatVector v = Lanes.load(scale, first + i).fma(r, Lanes.load(shift, first + i));
        word |= v.compare(VectorOperators.LT, 0).toLong() << i;
      }
      words[out] = (int) word;
    }
  }

  private static FloatVector floor(boolean rectified) {
    return FloatVector.broadcast(Lanes.FLOATS, rectified ? 0 : Float.NEGATIVE_INFINITY);
  }

  @Override
  public void interleave(int[] from, int even, int odd, int[] to, int low, int high, int length) {
    int whole = INTS.loopBound(length);
    for (int p = 0; p < whole; p += LANES) {
      IntVector x = IntVector.fromArray(INTS, from, even + p);
      IntVector y = IntVector.fromArray(INTS, from, odd + p);
      spread(x.and(0xFFFF))
          .or(spread(y.and(0xFFFF)).lanewise(VectorOperators.LSHL, 1))
          .intoArray(to, low + p);
      spread(x.lanewise(VectorOperators.LSHR, 16))
          .or(spread(y.lanewise(VectorOperators.LSHR, 16)).lanewise(VectorOperators.LSHL, 1))
          .intoArray(to, high + p);
    }
    portable.interleave(
        from, even + whole, odd + whole, to, low + whole, high + whole, length - whole);
  }

  /** Moves bit i of 16 to bit 2i. */
  private static IntVector spread(IntVector bits) {
    IntVector bytes = bits.or(bits.lanewise(VectorOperators.LSHL, 8)).and(0x00FF00FF);
    IntVector nibbles = bytes.or(bytes.lanewise(VectorOperators.LSHL, 4)).and(0x0F0F0F0F);
    IntVector pairs = nibbles.or(nibbles.lanewise(VectorOperators.LSHL, 2)).and(0x33333333);
    return pairs.or(pairs.lanewise(VectorOperators.LSHL, 1)).and(0x55555555);
  }

  @Override
  public void signs(int[] words, SignWords layout, int start, int from, int to, Values signs) {
    MemorySegment out = MemorySegment.ofBuffer(signs.bytes());
    for (int row = from; row < to; row++) {
      long first = (long) (row - start) * layout.pixels();
      rowSigns(words, layout, layout.at(row), signs.half(), out, first);
    }
  }

  private static void rowSigns(
      int[] words, SignWords layout, int at, boolean half, MemorySegment out, long first) {
    int channels = layout.channels();
    int plane = layout.plane();
    for (int p = 0; p < layout.pixels(); p++) {
      for (int c = 0; c < channels; c += Integer.SIZE) {
        int word = words[at + c / Integer.SIZE * plane + p];
        long to = (first + p) * channels + c;
        if (half) {
          halves(word, out, to);
        } else {
          floats(word, out, to);
        }
      }
    }
  }

  private static void halves(int word, MemorySegment out, long to) {
    for (int i = 0; i < Integer.SIZE; i += SHORTS.length()) {
      VectorMask<Short> negative = VectorMask.fromLong(SHORTS, word >>> i);
      ShortVector.broadcast(SHORTS, ONE)
          .blend(MINUS_ONE, negative)
          .intoMemorySegment(out, Short.BYTES * (to + i), ByteOrder.nativeOrder());
    }
  }

  private static void floats(int word, MemorySegment out, long to) {
    for (int i = 0; i < Integer.SIZE; i += LANES) {
      VectorMask<Float> negative = VectorMask.fromLong(Lanes.FLOATS, word >>> i);
      Lanes.store(FloatVector.broadcast(Lanes.FLOATS, 1).blend(-1, negative), out, to + i);
    }
  }

  @Override
  public ScaledSums scaled(
      float[] scale, float[] shift, boolean rectified, Values y, float[][] tiles) {
    if (scale.length % LANES > 0) {
      return portable.scaled(scale, shift, rectified, y, tiles);
    }
    MemorySegment ys = MemorySegment.ofBuffer(y.bytes());
    return (sums, length, to) -> {
      for (int at = 0; at < length; at += scale.length) {
        int row = Math.min(scale.length, length - at);
        scaleRow(sums, at, scale, shift, rectified, row, ys, (long) to + at, tiles[0], tiles[1]);
      }
    };
  }

  private static void scaleRow(
      int[] sums,
      int at,
      float[] scale,
      float[] shift,
      boolean rectified,
      int length,
      MemorySegment ys,
      long to,
      float[] values,
      float[] squares) {
    FloatVector low = floor(rectified);
    for (int i = 0; i < length; i += LANES) {
      FloatVector sum =
          (FloatVector) IntVector.fromArray(INTS, sums, at + i).convert(VectorOperators.I2F, 0);
      FloatVector y = Lanes.load(scale, i).fma(sum, Lanes.load(shift, i));
      FloatVector measured = y.max(low);
      Lanes.load(values, i).add(measured).intoArray(values, i);
      measured.fma(measured, Lanes.load(squares, i)).intoArray(squares, i);
      Lanes.store(y, ys, to + i);
    }
  }
}
