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

  /** A stream as float32 rows. */
  private record Source(MemorySegment values, boolean half, MemorySegment rows) {

    static Source of(Values values, BlockScratch scratch, int row) {
      MemorySegment all = MemorySegment.ofBuffer(values.bytes());
      return new Source(
          all, values.half(), values.half() ? MemorySegment.ofBuffer(scratch.row(row)) : all);
    }

    /** Where the row at an index is in the rows, widened now if need be. */
    long row(long at, int length) {
      if (!half) {
        return at;
      }
      Lanes.widen(values, at, rows, length);
      return 0;
    }

    /** Where to write the row at an index. */
    long target(long at) {
      return half ? 0 : at;
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
    Source z = Source.of(end.z(), scratch, 0);
    Source x = Source.of(end.x(), scratch, 1);
    Source out = Source.of(y, scratch, 2);
    for (int p = from; p < to; p += scratch.positions()) {
      int length = Math.min(scratch.positions(), to - p) * channels;
      long at = (long) p * channels;
      endRow(
          z.rows(),
          z.row(at, length),
          x.rows(),
          x.row(at, length),
          factors,
          length,
          out.rows(),
          out.target(at));
      out.finish(at, length);
    }
  }

  private static void endRow(
      MemorySegment zs,
      long z,
      MemorySegment xs,
      long x,
      Factors factors,
      int length,
      MemorySegment out,
      long at) {
    float[] offset = factors.offset();
    for (int c = 0; c < length; c += LANES) {
      FloatVector u = factors.u(Lanes.load(zs, z + c), Lanes.load(xs, x + c), c);
      Lanes.store(factors.bent(u, u, c).add(Lanes.load(offset, c)), out, at + c);
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
    Source z = Source.of(end.z(), scratch, 0);
    Source x = Source.of(end.x(), scratch, 1);
    Source g = Source.of(gradient, scratch, 2);
    Source d = Source.of(shortcutGradient, scratch, 3);
    int rows = 0;
    for (int p = from; p < to; p += scratch.positions()) {
      int length = Math.min(scratch.positions(), to - p) * channels;
      long at = (long) p * channels;
      shortcutRow(
          z.rows(),
          z.row(at, length),
          x.rows(),
          x.row(at, length),
          g.rows(),
          g.row(at, length),
          factors,
          length,
          scratch.tiles(),
          d.rows(),
          d.target(at));
      d.finish(at, length);
      if (++rows % BlockScratch.TILE == 0) {
        scratch.finishTiles();
      }
    }
    scratch.finishTiles();
  }

  private static void shortcutRow(
      MemorySegment zs,
      long zAt,
      MemorySegment xs,
      long xAt,
      MemorySegment gs,
      long gAt,
      Factors factors,
      int length,
      float[][] sums,
      MemorySegment out,
      long at) {
    float[] ds = sums[0];
    float[] products = sums[1];
    float[] all = sums[2];
    float[] below = sums[3];
    for (int c = 0; c < length; c += LANES) {
      FloatVector z = Lanes.load(zs, zAt + c);
      FloatVector g = Lanes.load(gs, gAt + c);
      FloatVector u = factors.u(z, Lanes.load(xs, xAt + c), c);
      FloatVector d = factors.bent(u, g, c);
      Lanes.store(d, out, at + c);
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
    Source zs = Source.of(z, scratch, 0);
    Source ds = Source.of(d, scratch, 1);
    Source out = Source.of(sumGradient, scratch, 2);
    for (int p = from; p < to; p += scratch.positions()) {
      int length = Math.min(scratch.positions(), to - p) * channels;
      long at = (long) p * channels;
      sumRow(
          zs.rows(),
          zs.row(at, length),
          ds.rows(),
          ds.row(at, length),
          wide,
          length,
          out.rows(),
          out.target(at));
      out.finish(at, length);
    }
  }

  private static void sumRow(
      MemorySegment zs,
      long zAt,
      MemorySegment ds,
      long dAt,
      Coefficients k,
      int length,
      MemorySegment out,
      long at) {
    for (int c = 0; c < length; c += LANES) {
      FloatVector rest = Lanes.load(k.b(), c).fma(Lanes.load(zs, zAt + c), Lanes.load(k.c(), c));
      Lanes.store(Lanes.load(k.a(), c).fma(Lanes.load(ds, dAt + c), rest), out, at + c);
    }
  }

  @Override
  public void gate(
      Values x,
      float[] threshold,
      Gate gate,
      Values gradient,
      Optional<Values> others,
      int from,
      int to,
      Values inputGradient,
      BlockScratch scratch) {
    int channels = threshold.length;
    if (!fits(channels)) {
      portable.gate(x, threshold, gate, gradient, others, from, to, inputGradient, scratch);
      return;
    }
    float[] thresholds = scratch.repeated(0, threshold);
    Source in = Source.of(x, scratch, 0);
    Source g = Source.of(gradient, scratch, 1);
    Source out = Source.of(inputGradient, scratch, 3);
    MemorySegment zeros = MemorySegment.ofBuffer(scratch.row(2)).fill((byte) 0);
    Optional<Source> other = others.map(values -> Source.of(values, scratch, 2));
    int rows = 0;
    for (int p = from; p < to; p += scratch.positions()) {
      int length = Math.min(scratch.positions(), to - p) * channels;
      long at = (long) p * channels;
      MemorySegment added = other.isPresent() ? other.get().rows() : zeros;
      long addedAt = other.isPresent() ? other.get().row(at, length) : 0;
      gateRow(
          in.rows(),
          in.row(at, length),
          thresholds,
          gate,
          g.rows(),
          g.row(at, length),
          added,
          addedAt,
          length,
          scratch.tiles()[0],
          out.rows(),
          out.target(at));
      out.finish(at, length);
      if (++rows % BlockScratch.TILE == 0) {
        scratch.finishTiles();
      }
    }
    scratch.finishTiles();
  }

  private static void gateRow(
      MemorySegment xs,
      long x,
      float[] threshold,
      Gate gate,
      MemorySegment gs,
      long g,
      MemorySegment others,
      long other,
      int length,
      float[] sums,
      MemorySegment out,
      long at) {
    for (int c = 0; c < length; c += LANES) {
      FloatVector v = Lanes.load(xs, x + c).add(Lanes.load(threshold, c));
      FloatVector d = Lanes.gated(v, Lanes.load(gs, g + c), gate);
      Lanes.load(sums, c).add(d).intoArray(sums, c);
      Lanes.store(d.add(Lanes.load(others, other + c)), out, at + c);
    }
  }
}
