// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.engine.pass;

import io.github.bnn4j.layers.engine.pass.ChannelKernels.Coefficients;
import java.lang.foreign.MemorySegment;
import java.util.Optional;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * The passes over the stream in the Vector API, for channel counts that fill whole vectors. Loops
 * are over float32 rows outside the heap, which keeps them of one kind: a bfloat16 row is widened
 * before and narrowed behind, while it is in the first-level cache.
 */
final class VectorResidualKernels implements ResidualKernels {

  private static final int LANES = Lanes.COUNT;

  private final ResidualKernels portable = new PortableResidualKernels();

  /**
   * A stream as float32 rows.
   *
   * @param rows holds a row in float32 where the stream is bfloat16
   */
  private record Stream(MemorySegment values, boolean half, MemorySegment rows) {

    static Stream of(Values values, BlockScratch scratch, int row) {
      return new Stream(
          MemorySegment.ofBuffer(values.bytes()),
          values.half(),
          MemorySegment.ofBuffer(scratch.row(row)));
    }

    /** The row at an index, widened now if need be. */
    MemorySegment row(long at, int length) {
      if (!half) {
        return target(at, length);
      }
      Lanes.widen(values, at, rows, length);
      return rows;
    }

    /** Where to write the row at an index. */
    MemorySegment target(long at, int length) {
      return half ? rows : values.asSlice(Float.BYTES * at, (long) Float.BYTES * length);
    }

    /** Brings a row that was written to its place. */
    void finish(long at, int length) {
      if (half) {
        Lanes.narrow(rows, values, at, length);
      }
    }
  }

  /** What the end of a block has a channel, repeated. */
  private record Factors(
      float[] scale, float[] shift, float[] centre, float[] slope, float[] offset) {

    static Factors of(End end, BlockScratch scratch) {
      return new Factors(
          scratch.repeated(0, end.scaling().scale()),
          scratch.repeated(1, end.scaling().shift()),
          scratch.repeated(2, end.bend().centre()),
          scratch.repeated(3, end.bend().slope()),
          scratch.repeated(4, end.bend().offset()));
    }

    FloatVector u(FloatVector z, FloatVector x, int c) {
      return Lanes.load(scale, c).fma(z, Lanes.load(shift, c)).add(x).sub(Lanes.load(centre, c));
    }

    /** The values times the slope where u is not above 0. */
    FloatVector bent(FloatVector u, FloatVector values, int c) {
      VectorMask<Float> above = u.compare(VectorOperators.GT, 0);
      return values.mul(Lanes.load(slope, c)).blend(values, above);
    }
  }

  private static boolean fits(int channels) {
    return channels % LANES == 0;
  }

  @Override
  public void end(End end, int from, int to, Values y, BlockScratch scratch) {
    int channels = end.channels();
    if (!fits(channels)) {
      portable.end(end, from, to, y, scratch);
      return;
    }
    Factors factors = Factors.of(end, scratch);
    Stream z = Stream.of(end.z(), scratch, 0);
    Stream x = Stream.of(end.x(), scratch, 1);
    Stream out = Stream.of(y, scratch, 2);
    for (int p = from; p < to; p += scratch.positions()) {
      int length = Math.min(scratch.positions(), to - p) * channels;
      long at = (long) p * channels;
      endRow(z.row(at, length), x.row(at, length), factors, length, out.target(at, length));
      out.finish(at, length);
    }
  }

  private static void endRow(
      MemorySegment zs, MemorySegment xs, Factors factors, int length, MemorySegment out) {
    float[] offset = factors.offset();
    for (int c = 0; c < length; c += LANES) {
      FloatVector u = factors.u(Lanes.load(zs, c), Lanes.load(xs, c), c);
      Lanes.store(factors.bent(u, u, c).add(Lanes.load(offset, c)), out, c);
    }
  }

  @Override
  public void shortcutGradient(
      End end, Values gradient, int from, int to, Values shortcutGradient, BlockScratch scratch) {
    int channels = end.channels();
    if (!fits(channels)) {
      portable.shortcutGradient(end, gradient, from, to, shortcutGradient, scratch);
      return;
    }
    Factors factors = Factors.of(end, scratch);
    Stream z = Stream.of(end.z(), scratch, 0);
    Stream x = Stream.of(end.x(), scratch, 1);
    Stream g = Stream.of(gradient, scratch, 2);
    Stream d = Stream.of(shortcutGradient, scratch, 3);
    int rows = 0;
    for (int p = from; p < to; p += scratch.positions()) {
      int length = Math.min(scratch.positions(), to - p) * channels;
      long at = (long) p * channels;
      shortcutRow(
          z.row(at, length),
          x.row(at, length),
          g.row(at, length),
          factors,
          length,
          scratch.tiles(),
          d.target(at, length));
      d.finish(at, length);
      if (++rows % BlockScratch.TILE == 0) {
        scratch.finishTiles();
      }
    }
    scratch.finishTiles();
  }

  private static void shortcutRow(
      MemorySegment zs,
      MemorySegment xs,
      MemorySegment gs,
      Factors factors,
      int length,
      float[][] sums,
      MemorySegment out) {
    float[] ds = sums[0];
    float[] products = sums[1];
    float[] all = sums[2];
    float[] below = sums[3];
    for (int c = 0; c < length; c += LANES) {
      FloatVector z = Lanes.load(zs, c);
      FloatVector g = Lanes.load(gs, c);
      FloatVector u = factors.u(z, Lanes.load(xs, c), c);
      FloatVector d = factors.bent(u, g, c);
      Lanes.store(d, out, c);
      Lanes.load(ds, c).add(d).intoArray(ds, c);
      d.fma(z, Lanes.load(products, c)).intoArray(products, c);
      Lanes.load(all, c).add(g).intoArray(all, c);
      g.fma(u.min(0), Lanes.load(below, c)).intoArray(below, c);
    }
  }

  @Override
  public void sumGradient(
      Values z,
      Values d,
      Coefficients k,
      int from,
      int to,
      Values sumGradient,
      BlockScratch scratch) {
    int channels = k.a().length;
    if (!fits(channels)) {
      portable.sumGradient(z, d, k, from, to, sumGradient, scratch);
      return;
    }
    Coefficients wide =
        new Coefficients(
            scratch.repeated(0, k.a()), scratch.repeated(1, k.b()), scratch.repeated(2, k.c()));
    Stream zs = Stream.of(z, scratch, 0);
    Stream ds = Stream.of(d, scratch, 1);
    Stream out = Stream.of(sumGradient, scratch, 2);
    for (int p = from; p < to; p += scratch.positions()) {
      int length = Math.min(scratch.positions(), to - p) * channels;
      long at = (long) p * channels;
      sumRow(zs.row(at, length), ds.row(at, length), wide, length, out.target(at, length));
      out.finish(at, length);
    }
  }

  private static void sumRow(
      MemorySegment zs, MemorySegment ds, Coefficients k, int length, MemorySegment out) {
    for (int c = 0; c < length; c += LANES) {
      FloatVector rest = Lanes.load(k.b(), c).fma(Lanes.load(zs, c), Lanes.load(k.c(), c));
      Lanes.store(Lanes.load(k.a(), c).fma(Lanes.load(ds, c), rest), out, c);
    }
  }

  @Override
  public void gate(
      GatedGradient gated,
      Optional<Values> others,
      int from,
      int to,
      Values inputGradient,
      BlockScratch scratch) {
    int channels = gated.channels();
    if (!fits(channels)) {
      portable.gate(gated, others, from, to, inputGradient, scratch);
      return;
    }
    Gate gate = gated.gate();
    float[] shift = scratch.repeated(0, gated.scaling().shift());
    Stream in = Stream.of(gated.x(), scratch, 0);
    Stream g = Stream.of(gated.gradient(), scratch, 1);
    Stream out = Stream.of(inputGradient, scratch, 3);
    MemorySegment zeros = MemorySegment.ofBuffer(scratch.row(2)).fill((byte) 0);
    Optional<Stream> other = others.map(values -> Stream.of(values, scratch, 2));
    int rows = 0;
    for (int p = from; p < to; p += scratch.positions()) {
      int length = Math.min(scratch.positions(), to - p) * channels;
      long at = (long) p * channels;
      gateRow(
          in.row(at, length),
          shift,
          gate,
          g.row(at, length),
          other.isPresent() ? other.get().row(at, length) : zeros,
          length,
          scratch.tiles()[0],
          out.target(at, length));
      out.finish(at, length);
      if (++rows % BlockScratch.TILE == 0) {
        scratch.finishTiles();
      }
    }
    scratch.finishTiles();
  }

  private static void gateRow(
      MemorySegment xs,
      float[] shift,
      Gate gate,
      MemorySegment gs,
      MemorySegment others,
      int length,
      float[] sums,
      MemorySegment out) {
    for (int c = 0; c < length; c += LANES) {
      FloatVector v = Lanes.load(xs, c).add(Lanes.load(shift, c));
      FloatVector d = Lanes.gated(v, Lanes.load(gs, c), gate);
      Lanes.load(sums, c).add(d).intoArray(sums, c);
      Lanes.store(d.add(Lanes.load(others, c)), out, c);
    }
  }
}
