// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.engine.pass;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * The way back through a row of float32 activations with bfloat16 gradients, as binary networks
 * have them: in registers from what is read to what is written. That took half the time of rows
 * which are widened into memory first where they have 512 channels or more, and four fifths
 * elsewhere. A segment of the row alone, indexed by an int, is checked once and not at each vector.
 */
final class HalfGradients {

  private static final int LANES = Lanes.COUNT;

  private HalfGradients() {}

  /** Adds d and d * r(x); see {@link ChannelKernels#gradientMoments}. */
  static void moments(
      MemorySegment xs,
      MemorySegment gs,
      long at,
      ChannelScaling scaling,
      Gate gate,
      float[] sums,
      float[] productSums) {
    int channels = sums.length;
    MemorySegment x = xs.asSlice(Float.BYTES * at, Float.BYTES * channels);
    MemorySegment g = gs.asSlice(Short.BYTES * at, Short.BYTES * channels);
    float[] scale = scaling.scale();
    float[] shift = scaling.shift();
    FloatVector low = floor(scaling);
    for (int c = 0; c < channels; c += LANES) {
      FloatVector r = Lanes.rectified(Lanes.load(x, c), low);
      FloatVector v = Lanes.load(scale, c).fma(r, Lanes.load(shift, c));
      FloatVector d = Lanes.gated(v, Lanes.widened(g, c), gate);
      Lanes.load(sums, c).add(d).intoArray(sums, c);
      d.fma(r, Lanes.load(productSums, c)).intoArray(productSums, c);
    }
  }

  /** Writes the input's gradients; see {@link ChannelKernels#inputGradient}. */
  static void inputGradient(
      MemorySegment xs,
      MemorySegment gs,
      long at,
      ChannelScaling scaling,
      Gate gate,
      ChannelKernels.Coefficients coefficients,
      MemorySegment outs) {
    int channels = scaling.channels();
    MemorySegment x = xs.asSlice(Float.BYTES * at, Float.BYTES * channels);
    MemorySegment g = gs.asSlice(Short.BYTES * at, Short.BYTES * channels);
    MemorySegment out = outs.asSlice(Short.BYTES * at, Short.BYTES * channels);
    float[] scale = scaling.scale();
    float[] shift = scaling.shift();
    float[] a = coefficients.a();
    float[] b = coefficients.b();
    float[] summand = coefficients.c();
    FloatVector low = floor(scaling);
    for (int c = 0; c < channels; c += LANES) {
      FloatVector raw = Lanes.load(x, c);
      FloatVector r = Lanes.rectified(raw, low);
      FloatVector v = Lanes.load(scale, c).fma(r, Lanes.load(shift, c));
      FloatVector d = Lanes.gated(v, Lanes.widened(g, c), gate);
      FloatVector rest = Lanes.load(b, c).fma(r, Lanes.load(summand, c));
      FloatVector all = Lanes.load(a, c).fma(d, rest);
      VectorMask<Float> open = raw.compare(VectorOperators.GT, low);
      Lanes.narrowed(FloatVector.zero(Lanes.FLOATS).blend(all, open), out, c);
    }
  }

  private static FloatVector floor(ChannelScaling scaling) {
    return FloatVector.broadcast(Lanes.FLOATS, scaling.rectified() ? 0 : Float.NEGATIVE_INFINITY);
  }
}
