// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.packed.layer;

import io.github.bnn4j.core.check.Require;
import java.util.Arrays;

/**
 * A scale and a shift per channel, INT or FLOAT to FLOAT: {@code y = scale * x + shift}, computed
 * by one fused multiply-add. A batch normalisation at inference is one of these.
 *
 * @param scale the factor of each channel, [C], finite
 * @param shift what is added to each channel, [C], finite
 */
public record Affine(float[] scale, float[] shift) implements PackedLayer {

  /**
   * Copies and checks the arrays.
   *
   * @param scale the factor of each channel, [C], finite
   * @param shift what is added to each channel, [C], finite
   * @throws IllegalArgumentException if the arrays are empty, differ in length, or are not finite
   */
  public Affine {
    Require.that(
        scale.length == shift.length && scale.length > 0,
        "An affine layer needs as many scales as shifts, at least one, not %d and %d.",
        scale.length,
        shift.length);
    scale = scale.clone();
    shift = shift.clone();
    for (int c = 0; c < scale.length; c++) {
      Require.that(
          Float.isFinite(scale[c]) && Float.isFinite(shift[c]),
          "The scale %s and shift %s of channel %d must be finite.",
          scale[c],
          shift[c],
          c);
    }
  }

  /** {@return a copy of the factor of each channel} */
  @Override
  public float[] scale() {
    return scale.clone();
  }

  /** {@return a copy of what is added to each channel} */
  @Override
  public float[] shift() {
    return shift.clone();
  }

  @Override
  public ValueShape outputShape(ValueShape input) {
    input.requireKind(ValueKind.INT, ValueKind.FLOAT);
    input.requireChannels(scale.length);
    return input.as(ValueKind.FLOAT);
  }

  static Affine read(FieldReader in) {
    int channels = in.count();
    return new Affine(in.floats(channels), in.floats(channels));
  }

  @Override
  public Kind kind() {
    return Kind.AFFINE;
  }

  @Override
  public void writeFields(FieldWriter out) {
    out.count(scale.length);
    out.floats(scale);
    out.floats(shift);
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.visit(this);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Affine that
        && Arrays.equals(scale, that.scale)
        && Arrays.equals(shift, that.shift);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(scale) + Arrays.hashCode(shift);
  }

  @Override
  public String toString() {
    return "Affine[channels=" + scale.length + "]";
  }
}
