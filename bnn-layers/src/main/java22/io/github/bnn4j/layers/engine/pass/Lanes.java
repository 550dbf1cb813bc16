// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.engine.pass;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/** Vectors of float32 from memory that holds float32 or bfloat16, and back. */
final class Lanes {

  static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
  static final int COUNT = FLOATS.length();

  private static final VectorSpecies<Short> SHORTS =
      VectorSpecies.of(short.class, VectorShape.forBitSize(FLOATS.vectorBitSize() / 2));
  private static final VectorSpecies<Integer> INTS =
      VectorSpecies.of(int.class, FLOATS.vectorShape());
  private static final ByteOrder ORDER = ByteOrder.nativeOrder();

  // The JVM takes kinds of memory for impossible that it has not loaded. The first that comes
  // later, as when Java draws text, makes it drop all that it has compiled of the passes.
  static {
    Arena.ofAuto();
    Arena.ofConfined().close();
    Arena.ofShared().close();
  }

  private Lanes() {}

  static FloatVector load(float[] from, int at) {
    return FloatVector.fromArray(FLOATS, from, at);
  }

  static FloatVector load(MemorySegment from, long at) {
    return FloatVector.fromMemorySegment(FLOATS, from, Float.BYTES * at, ORDER);
  }

  static void store(FloatVector values, MemorySegment to, long at) {
    values.intoMemorySegment(to, Float.BYTES * at, ORDER);
  }

  /** The bfloat16 values at an index. */
  static FloatVector widened(MemorySegment halves, long at) {
    return bits(halves, at).reinterpretAsFloats();
  }

  /** The float32 bits of the bfloat16 values at an index. */
  private static IntVector bits(MemorySegment halves, long at) {
    return ((IntVector)
            ShortVector.fromMemorySegment(SHORTS, halves, Short.BYTES * at, ORDER)
                .convertShape(VectorOperators.S2I, INTS, 0))
        .lanewise(VectorOperators.LSHL, 16);
  }

  /** Writes the nearest bfloat16, the even one of two; not for NaN. */
  static void narrowed(FloatVector values, MemorySegment to, long at) {
    IntVector bits = values.reinterpretAsInts();
    IntVector even = bits.lanewise(VectorOperators.LSHR, 16).and(1);
    bits.add(even)
        .add(0x7FFF)
        .lanewise(VectorOperators.LSHR, 16)
        .convertShape(VectorOperators.I2S, SHORTS, 0)
        .reinterpretAsShorts()
        .intoMemorySegment(to, Short.BYTES * at, ORDER);
  }

  /** Copies bfloat16 values from an index on to the start of float32 ones. */
  static void widen(MemorySegment halves, long at, MemorySegment to, int length) {
    for (int c = 0; c < length; c += COUNT) {
      bits(halves, at + c).intoMemorySegment(to, (long) Float.BYTES * c, ORDER);
    }
  }

  /** Copies float32 values from their start on to bfloat16 ones at an index. */
  static void narrow(MemorySegment from, MemorySegment halves, long at, int length) {
    for (int c = 0; c < length; c += COUNT) {
      narrowed(load(from, c), halves, at + c);
    }
  }

  /** Sums of bfloat16 values over positions, of channels that fill pairs of vectors. */
  static void sums(MemorySegment halves, int positions, int channels, float[] sums) {
    float[] even = new float[COUNT];
    float[] odd = new float[COUNT];
    for (int c = 0; c < channels; c += 2 * COUNT) {
      FloatVector evenSum = FloatVector.zero(FLOATS);
      FloatVector oddSum = FloatVector.zero(FLOATS);
      for (int p = 0; p < positions; p++) {
        IntVector pairs =
            IntVector.fromMemorySegment(
                INTS, halves, Short.BYTES * ((long) p * channels + c), ORDER);
        evenSum = evenSum.add(pairs.lanewise(VectorOperators.LSHL, 16).reinterpretAsFloats());
        oddSum = oddSum.add(pairs.and(0xFFFF0000).reinterpretAsFloats());
      }
      evenSum.intoArray(even, 0);
      oddSum.intoArray(odd, 0);
      for (int i = 0; i < COUNT; i++) {
        sums[c + 2 * i] = even[i];
        sums[c + 2 * i + 1] = odd[i];
      }
    }
  }

  /** Copies bfloat16 values, those at even places to the first half, the others to the second. */
  static void separateHalves(MemorySegment from, MemorySegment to, int length) {
    int half = length / 2;
    for (int c = 0; c < half; c += COUNT) {
      IntVector pairs = IntVector.fromMemorySegment(INTS, from, Integer.BYTES * (long) c, ORDER);
      lower(pairs).intoMemorySegment(to, Short.BYTES * (long) c, ORDER);
      lower(pairs.lanewise(VectorOperators.LSHR, Short.SIZE))
          .intoMemorySegment(to, Short.BYTES * (long) (half + c), ORDER);
    }
  }

  private static ShortVector lower(IntVector pairs) {
    return (ShortVector) pairs.convertShape(VectorOperators.I2S, SHORTS, 0);
  }

  /** What max gives but for the sign of zero, in fewer instructions. */
  static FloatVector rectified(FloatVector x, FloatVector low) {
    return x.blend(low, x.compare(VectorOperators.LT, low));
  }

  /** Gradients on their way back through an activation at v. */
  static FloatVector gated(FloatVector v, FloatVector gradient, Gate gate) {
    VectorMask<Float> open =
        v.compare(VectorOperators.GT, gate.low()).and(v.compare(VectorOperators.LT, gate.high()));
    FloatVector factor = v.abs().mul(-gate.slope()).add(gate.height());
    return FloatVector.zero(FLOATS).blend(factor.mul(gradient), open);
  }
}
