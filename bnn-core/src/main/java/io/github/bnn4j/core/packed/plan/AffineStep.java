// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.packed.plan;

import io.github.bnn4j.core.packed.layer.Affine;
import io.github.bnn4j.core.packed.layer.ValueKind;

/** A scale and a shift, and a rectifier if one follows; numbers stay where they are. */
final class AffineStep implements Step {

  private final Value input;
  private final Value output;
  private final float[] scale;
  private final float[] shift;
  private final boolean rectify;

  AffineStep(Affine layer, Value input, Value output, boolean rectify) {
    this.input = input;
    this.output = output;
    this.scale = input.toLanes(layer.scale(), 0);
    this.shift = input.toLanes(layer.shift(), 0);
    this.rectify = rectify;
  }

  @Override
  public void run(Buffers buffers) {
    float[] out = buffers.floats[output.buffer()];
    int pixels = input.shape().pixels();
    if (input.shape().kind() == ValueKind.INT) {
      buffers.kernel.affine(buffers.ints[input.buffer()], pixels, scale, shift, rectify, out);
    } else {
      buffers.kernel.affine(out, pixels, scale, shift, rectify);
    }
  }
}
