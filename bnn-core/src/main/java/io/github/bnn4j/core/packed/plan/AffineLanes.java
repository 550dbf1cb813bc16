// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.packed.plan;

import io.github.bnn4j.core.packed.layer.Affine;
import java.util.Arrays;

/**
 * A scale and a shift of each lane, and whether a rectifier follows.
 *
 * @param scale the scales
 * @param shift the shifts
 * @param rectify whether what is not above 0 becomes 0
 */
record AffineLanes(float[] scale, float[] shift, boolean rectify) {

  /** Returns what leaves values as they are, to the last bit. */
  static AffineLanes identity(int lanes) {
    float[] scale = new float[lanes];
    float[] shift = new float[lanes];
    Arrays.fill(scale, 1);
    Arrays.fill(shift, -0.0f); // -0 and -0 are -0
    return new AffineLanes(scale, shift, false);
  }

  /** Returns the numbers of a layer for values that lie as one does. */
  static AffineLanes of(Affine layer, Value value, boolean rectify) {
    return new AffineLanes(
        value.toLanes(layer.scale(), 0), value.toLanes(layer.shift(), 0), rectify);
  }
}
