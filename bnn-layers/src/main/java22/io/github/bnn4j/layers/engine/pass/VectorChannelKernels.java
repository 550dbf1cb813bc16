// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.engine.pass;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/** The passes in the Vector API, for channel counts that fill whole vectors. */
final class VectorChannelKernels implements ChannelKernels {

  private static final VectorSpecies<Float> FLOATS = Lanes.FLOATS;
  private static final VectorSpecies<Byte> BYTES =
      VectorSpecies.of(
          byte.class, VectorShape.forBitSize(Math.max(64, FLOATS.vectorBitSize() / 4)));
  private static final VectorSpecies<Short> PAIRS =
      VectorSpecies.of(short.class, FLOATS.vectorShape());
  private static final VectorSpecies<Byte> HALF_BYTES =
      VectorSpecies.of(byte.class, VectorShape.forBitSize(FLOATS.vectorBitSize() / 2));
  private static final int LANES = Lanes.COUNT;
  private static final ByteOrder ORDER = ByteOrder.nativeOrder();

  private final ChannelKernels portable = new PortableChannelKernels();

  /**
   * Rows in float32, for {@link #row} to look them up in: the activations themselves, or memory for
   * a widened row. Both are outside the heap, which keeps the loops over them of one kind.
   */
  private static MemorySegment rows(Values x, Scratch scratch) {
    return MemorySegment.ofBuffer(x.half() ? scratch.wideRow() : x.bytes());
  }

  /** Where the row that begins at an index is in the rows, widened now if need be. */
  private static long row(Values x, MemorySegment xs, long at, MemorySegment rows, int channels) {
    if (!x.half()) {
      return at;
    }
    Lanes.widen(xs, at, rows, channels);
    return 0;
  }

  private static boolean fits(int channels) {
    return channels % LANES == 0;
  }

  @Override
  public void sums(Values x, int from, int to, Scratch scratch) {
    int channels = scratch.channels();
    if (!x.half() || channels % (2 * LANES) != 0) {
      portable.sums(x, from, to, scratch);
      return;
    }
    MemorySegment xs = MemorySegment.ofBuffer(x.bytes());
    long size = Short.BYTES * (long) channels;
    for (int tile = from; tile < to; tile += Scratch.TILE) {
      int positions = Math.min(to - tile, Scratch.TILE);
      MemorySegment some = xs.asSlice(tile * size, positions * size);
      Lanes.sums(some, positions, channels, scratch.tile());
      scratch.finishTile();
    }
  }

  @Override
  public void moments(Values x, boolean rectified, int from, int to, Scratch scratch) {
    int channels = scratch.channels();
    if (!fits(channels)) {
      portable.moments(x, rectified, from, to, scratch);
      return;
    }
    MemorySegment xs = MemorySegment.ofBuffer(x.bytes());
    MemorySegment rows = rows(x, scratch);
    float floor = rectified ? 0 : Float.NEGATIVE_INFINITY;
    for (int tile = from; tile < to; tile += Scratch.TILE) {
      int end = Math.min(to, tile + Scratch.TILE);
      for (int p = tile; p < end; p++) {
        long row = row(x, xs, (long) p * channels, rows, channels);
        momentsRow(rows, row, floor, scratch.tile(), scratch.otherTile());
      }
      scratch.finishTile();
    }
  }

  private static void momentsRow(
      MemorySegment rows, long row, float floor, float[] sums, float[] squareSums) {
    FloatVector low = FloatVector.broadcast(FLOATS, floor);
    for (int c = 0; c < sums.length; c += LANES) {
      FloatVector v = Lanes.load(rows, row + c).max(low);
      FloatVector.fromArray(FLOATS, sums, c).add(v).intoArray(sums, c);
      v.fma(v, FloatVector.fromArray(FLOATS, squareSums, c)).intoArray(squareSums, c);
    }
  }

  @Override
  public void signs(
      Values x,
      ChannelScaling scaling,
      ChannelOrder order,
      int from,
      int to,
      ByteBuffer signs,
      Scratch scratch) {
    int channels = scaling.channels();
    boolean narrow = BYTES.length() > LANES;
    if (narrow || !fits(channels)) {
      portable.signs(x, scaling, order, from, to, signs, scratch);
      return;
    }
    MemorySegment out = MemorySegment.ofBuffer(signs);
    if (order.groups() > 1) {
      orderedSigns(x, scaling, order, from, to, out, scratch);
      return;
    }
    MemorySegment xs = MemorySegment.ofBuffer(x.bytes());
    MemorySegment rows = rows(x, scratch);
    for (int p = from; p < to; p++) {
      long at = (long) p * channels;
      signsRow(rows, row(x, xs, at, rows, channels), scaling, out, at);
    }
  }

  private static void orderedSigns(
      Values x,
      ChannelScaling scaling,
      ChannelOrder order,
      int from,
      int to,
      MemorySegment out,
      Scratch scratch) {
    int channels = scaling.channels();
    MemorySegment xs = MemorySegment.ofBuffer(x.bytes());
    MemorySegment rows = rows(x, scratch);
    MemorySegment plain = MemorySegment.ofArray(scratch.signs());
    for (int p = from; p < to; p++) {
      long at = (long) p * channels;
      signsRow(rows, row(x, xs, at, rows, channels), scaling, plain, 0);
      byte[] ordered = inOrder(order, scratch);
      MemorySegment.copy(ordered, 0, out, ValueLayout.JAVA_BYTE, at, channels);
    }
  }

  /** To interleave 2^n groups is to interleave two n times. */
  private static byte[] inOrder(ChannelOrder order, Scratch scratch) {
    byte[] signs = scratch.signs();
    byte[] ordered = scratch.orderedSigns();
    int groups = order.groups();
    if (Integer.bitCount(groups) > 1 || signs.length % (2 * HALF_BYTES.length()) != 0) {
      int[] sources = order.sources();
      for (int c = 0; c < sources.length; c++) {
        ordered[c] = signs[sources[c]];
      }
      return ordered;
    }
    for (int n = 1; n < groups; n *= 2) {
      interleaveHalves(signs, ordered);
      byte[] done = ordered;
      ordered = signs;
      signs = done;
    }
    return signs;
  }

  private static void interleaveHalves(byte[] from, byte[] to) {
    int half = from.length / 2;
    for (int c = 0; c < half; c += HALF_BYTES.length()) {
      ShortVector even = widened(from, c);
      ShortVector odd = widened(from, half + c);
      even.or(odd.lanewise(VectorOperators.LSHL, Byte.SIZE))
          .reinterpretAsBytes()
          .intoArray(to, 2 * c);
    }
  }

  private static ShortVector widened(byte[] from, int at) {
    return (ShortVector)
        ByteVector.fromArray(HALF_BYTES, from, at)
            .convertShape(VectorOperators.ZERO_EXTEND_B2S, PAIRS, 0);
  }

  private static void signsRow(
      MemorySegment rows, long row, ChannelScaling scaling, MemorySegment out, long at) {
    FloatVector low = floor(scaling);
    for (int c = 0; c < scaling.channels(); c += LANES) {
      VectorMask<Float> positive =
          scaled(Lanes.load(rows, row + c).max(low), scaling, c).compare(VectorOperators.GE, 0);
      ByteVector.broadcast(BYTES, (byte) -1)
          .blend((byte) 1, positive.cast(BYTES))
          .intoMemorySegment(out, at + c, ORDER);
    }
  }

  private static FloatVector floor(ChannelScaling scaling) {
    return FloatVector.broadcast(FLOATS, scaling.rectified() ? 0 : Float.NEGATIVE_INFINITY);
  }

  private static FloatVector scaled(FloatVector rectified, ChannelScaling scaling, int c) {
    return FloatVector.fromArray(FLOATS, scaling.scale(), c)
        .fma(rectified, FloatVector.fromArray(FLOATS, scaling.shift(), c));
  }

  @Override
  public void normalize(
      Values x, ChannelScaling scaling, int from, int to, boolean relu, Values y, Scratch scratch) {
    int channels = scaling.channels();
    if (!fits(channels)) {
      portable.normalize(x, scaling, from, to, relu, y, scratch);
      return;
    }
    MemorySegment xs = MemorySegment.ofBuffer(x.bytes());
    MemorySegment ys = MemorySegment.ofBuffer(y.bytes());
    MemorySegment rows = rows(x, scratch);
    float[] normalized = scratch.row();
    for (int p = from; p < to; p++) {
      long at = (long) p * channels;
      normalizeRow(rows, row(x, xs, at, rows, channels), scaling, relu, normalized);
      write(normalized, ys, y.half(), at);
    }
  }

  private static void normalizeRow(
      MemorySegment rows, long row, ChannelScaling scaling, boolean relu, float[] to) {
    FloatVector low = floor(scaling);
    FloatVector outputLow = FloatVector.broadcast(FLOATS, relu ? 0 : Float.NEGATIVE_INFINITY);
    for (int c = 0; c < to.length; c += LANES) {
      scaled(Lanes.load(rows, row + c).max(low), scaling, c).max(outputLow).intoArray(to, c);
    }
  }

  @Override
  public void restoreOrder(
      Values ordered, ChannelOrder order, int from, int to, Values restored, Scratch scratch) {
    int channels = scratch.channels();
    boolean halves = order.groups() > 1 && Integer.bitCount(order.groups()) == 1;
    if (!halves || !ordered.half() || channels % (2 * LANES) != 0) {
      portable.restoreOrder(ordered, order, from, to, restored, scratch);
      return;
    }
    MemorySegment in = MemorySegment.ofBuffer(ordered.bytes());
    MemorySegment out = MemorySegment.ofBuffer(restored.bytes());
    MemorySegment between = MemorySegment.ofBuffer(scratch.wideRow());
    long size = Short.BYTES * (long) channels;
    int times = Integer.numberOfTrailingZeros(order.groups());
    for (int p = from; p < to; p++) {
      MemorySegment source = in.asSlice(p * size, size);
      for (int i = 1; i <= times; i++) {
        MemorySegment target =
            i == times ? out.asSlice(p * size, size) : between.asSlice(i % 2 * size, size);
        Lanes.separateHalves(source, target, channels);
        source = target;
      }
    }
  }

  @Override
  public void gradientMoments(GatedGradient gated, int from, int to, Scratch scratch) {
    int channels = gated.channels();
    if (!fits(channels)) {
      portable.gradientMoments(gated, from, to, scratch);
      return;
    }
    Values x = gated.x();
    Values gradient = gated.gradient();
    ChannelScaling scaling = gated.scaling();
    Gate gate = gated.gate();
    MemorySegment xs = MemorySegment.ofBuffer(x.bytes());
    MemorySegment rows = rows(x, scratch);
    MemorySegment gs = MemorySegment.ofBuffer(gradient.bytes());
    boolean direct = !x.half() && gradient.half();
    for (int tile = from; tile < to; tile += Scratch.TILE) {
      int end = Math.min(to, tile + Scratch.TILE);
      for (int p = tile; p < end; p++) {
        long at = (long) p * channels;
        if (direct) {
          HalfGradients.moments(xs, gs, at, scaling, gate, scratch.tile(), scratch.otherTile());
          continue;
        }
        read(gs, gradient.half(), at, scratch.row());
        gradientMomentsRow(rows, row(x, xs, at, rows, channels), scaling, gate, scratch);
      }
      scratch.finishTile();
    }
  }

  private static void gradientMomentsRow(
      MemorySegment rows, long row, ChannelScaling scaling, Gate gate, Scratch scratch) {
    float[] gradient = scratch.row();
    float[] sums = scratch.tile();
    float[] productSums = scratch.otherTile();
    FloatVector low = floor(scaling);
    for (int c = 0; c < sums.length; c += LANES) {
      FloatVector r = Lanes.load(rows, row + c).max(low);
      FloatVector d =
          Lanes.gated(scaled(r, scaling, c), FloatVector.fromArray(FLOATS, gradient, c), gate);
      FloatVector.fromArray(FLOATS, sums, c).add(d).intoArray(sums, c);
      d.fma(r, FloatVector.fromArray(FLOATS, productSums, c)).intoArray(productSums, c);
    }
  }

  @Override
  public void inputGradient(
      GatedGradient gated,
      Coefficients k,
      int from,
      int to,
      Values inputGradient,
      Scratch scratch) {
    int channels = gated.channels();
    if (!fits(channels)) {
      portable.inputGradient(gated, k, from, to, inputGradient, scratch);
      return;
    }
    Values x = gated.x();
    Values gradient = gated.gradient();
    ChannelScaling scaling = gated.scaling();
    Gate gate = gated.gate();
    MemorySegment xs = MemorySegment.ofBuffer(x.bytes());
    MemorySegment rows = rows(x, scratch);
    MemorySegment gs = MemorySegment.ofBuffer(gradient.bytes());
    MemorySegment out = MemorySegment.ofBuffer(inputGradient.bytes());
    float[] rowGradient = scratch.row();
    boolean direct = !x.half() && gradient.half() && inputGradient.half();
    for (int p = from; p < to; p++) {
      long at = (long) p * channels;
      if (direct) {
        HalfGradients.inputGradient(xs, gs, at, scaling, gate, k, out);
        continue;
      }
      read(gs, gradient.half(), at, rowGradient);
      inputGradientRow(rows, row(x, xs, at, rows, channels), rowGradient, scaling, gate, k);
      write(rowGradient, out, inputGradient.half(), at);
    }
  }

  /** Replaces a row of gradients by those of the input. */
  private static void inputGradientRow(
      MemorySegment rows,
      long row,
      float[] gradient,
      ChannelScaling scaling,
      Gate gate,
      Coefficients k) {
    FloatVector low = floor(scaling);
    for (int c = 0; c < gradient.length; c += LANES) {
      FloatVector raw = Lanes.load(rows, row + c);
      FloatVector r = raw.max(low);
      FloatVector d =
          Lanes.gated(scaled(r, scaling, c), FloatVector.fromArray(FLOATS, gradient, c), gate);
      FloatVector rest =
          FloatVector.fromArray(FLOATS, k.b(), c).fma(r, FloatVector.fromArray(FLOATS, k.c(), c));
      FloatVector all = FloatVector.fromArray(FLOATS, k.a(), c).fma(d, rest);
      FloatVector.zero(FLOATS)
          .blend(all, raw.compare(VectorOperators.GT, low))
          .intoArray(gradient, c);
    }
  }

  private static void read(MemorySegment from, boolean half, long row, float[] to) {
    if (half) {
      readHalf(from, row, to);
    } else {
      MemorySegment.copy(from, ValueLayout.JAVA_FLOAT_UNALIGNED, 4 * row, to, 0, to.length);
    }
  }

  private static void readHalf(MemorySegment from, long row, float[] to) {
    for (int c = 0; c < to.length; c += LANES) {
      Lanes.widened(from, row + c).intoArray(to, c);
    }
  }

  private static void write(float[] from, MemorySegment to, boolean half, long row) {
    if (half) {
      writeHalf(from, to, row);
    } else {
      MemorySegment.copy(from, 0, to, ValueLayout.JAVA_FLOAT_UNALIGNED, 4 * row, from.length);
    }
  }

  private static void writeHalf(float[] from, MemorySegment to, long row) {
    for (int c = 0; c < from.length; c += LANES) {
      Lanes.narrowed(FloatVector.fromArray(FLOATS, from, c), to, row + c);
    }
  }
}
