// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.engine.pass;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/** Rounding of bfloat16 gradients in the Vector API, where rows fill whole vectors. */
final class VectorRoundingKernels implements RoundingKernels {

  private static final int LANES = Lanes.COUNT;
  private static final VectorSpecies<Integer> INTS =
      VectorSpecies.of(int.class, Lanes.FLOATS.vectorShape());

  /** Of as many bytes as there are lanes, or more where there are no vectors so short. */
  private static final VectorSpecies<Byte> BYTES =
      VectorSpecies.of(byte.class, VectorShape.forBitSize(Math.max(Long.SIZE, Byte.SIZE * LANES)));

  /** All bits but that of the sign. */
  private static final int MAGNITUDE = 0x7FFFFFFF;

  /** Has no place for fractions, and its lowest eight bits are 0: 1.5 * 2^23. */
  private static final float WHOLE = 0x1.8p23f;

  private final RoundingKernels portable = new PortableRoundingKernels();

  private static boolean fits(Values gradient, int size, float[] factors) {
    return gradient.half()
        && factors.length % LANES == 0
        && size % LANES == 0
        && BYTES.length() == LANES;
  }

  @Override
  public float largest(Values gradient, int from, int to, float[] factors) {
    if (!fits(gradient, to - from, factors)) {
      return portable.largest(gradient, from, to, factors);
    }
    MemorySegment all = MemorySegment.ofBuffer(gradient.bytes());
    // As bits, magnitudes are in the order of their numbers, and NaN is above all.
    IntVector largest = IntVector.zero(INTS);
    for (int at = from; at < to; at += factors.length) {
      int length = Math.min(factors.length, to - at);
      MemorySegment row = all.asSlice((long) Short.BYTES * at, (long) Short.BYTES * length);
      for (int i = 0; i < length; i += LANES) {
        largest = largest.max(product(row, factors, i).reinterpretAsInts().and(MAGNITUDE));
      }
    }
    return Float.intBitsToFloat(largest.reduceLanes(VectorOperators.MAX));
  }

  @Override
  public void round(Values gradient, int from, int to, float[] factors, ByteBuffer rounded) {
    if (!fits(gradient, to - from, factors)) {
      portable.round(gradient, from, to, factors, rounded);
      return;
    }
    MemorySegment all = MemorySegment.ofBuffer(gradient.bytes());
    MemorySegment out = MemorySegment.ofBuffer(rounded);
    for (int at = from; at < to; at += factors.length) {
      int length = Math.min(factors.length, to - at);
      MemorySegment row = all.asSlice((long) Short.BYTES * at, (long) Short.BYTES * length);
      MemorySegment target = out.asSlice(at - from, length);
      for (int i = 0; i < length; i += LANES) {
        ((ByteVector)
                product(row, factors, i)
                    .add(WHOLE)
                    .reinterpretAsInts()
                    .convertShape(VectorOperators.I2B, BYTES, 0))
            .intoMemorySegment(target, i, ByteOrder.nativeOrder());
      }
    }
  }

  private static FloatVector product(MemorySegment row, float[] factors, int i) {
    return Lanes.widened(row, i).mul(Lanes.load(factors, i));
  }
}
