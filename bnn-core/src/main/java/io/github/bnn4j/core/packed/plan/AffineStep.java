// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.packed.plan;

import io.github.bnn4j.core.packed.layer.ValueKind;

/**
 * A scale and a shift, and a rectifier if one follows; numbers stay where they are.
 *
 * @param lanes the scales and shifts
 * @param input sums, or numbers that are changed in place
 * @param output where the results go
 */
record AffineStep(AffineLanes lanes, Value input, Value output) implements Step {

  @Override
  public void run(Buffers buffers) {
    float[] out = buffers.floats[output.buffer()];
    int pixels = input.shape().pixels();
    if (input.shape().kind() == ValueKind.INT) {
      int[] sums = buffers.ints[input.buffer()];
      buffers.kernel.affine(sums, pixels, lanes.scale(), lanes.shift(), lanes.rectify(), out);
    } else {
      buffers.kernel.affine(out, 0, pixels, lanes.scale(), lanes.shift(), lanes.rectify());
    }
  }
}
