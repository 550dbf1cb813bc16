// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.packed.layer;

import io.github.bnn4j.core.check.Require;
import java.util.Arrays;

/**
 * A rectifier with a slope, a shift before and an offset behind it per channel, FLOAT to FLOAT:
 * with {@code d = x - shift} it gives {@code (d > 0 ? d : slope * d) + offset}, rounded after each
 * operation. With shifts and offsets of 0 it is the PReLU of He et al., "Delving Deep into
 * Rectifiers", 2015, else the RPReLU of Liu et al., "ReActNet", 2020.
 *
 * @param shift what is taken from each channel, [C], finite
 * @param slope the factor of what is below 0 then, [C], finite
 * @param offset what is added behind, [C], finite
 */
public record Prelu(float[] shift, float[] slope, float[] offset) implements PackedLayer {

  /**
   * Copies and checks the arrays.
   *
   * @param shift what is taken from each channel, [C], finite
   * @param slope the factor of what is below 0 then, [C], finite
   * @param offset what is added behind, [C], finite
   * @throws IllegalArgumentException if the arrays are empty, differ in length, or are not finite
   */
  public Prelu {
    Require.that(
        shift.length > 0 && shift.length == slope.length && shift.length == offset.length,
        "A PReLU needs as many shifts as slopes and offsets, at least one, not %d, %d and %d.",
        shift.length,
        slope.length,
        offset.length);
    shift = shift.clone();
    slope = slope.clone();
    offset = offset.clone();
    for (int c = 0; c < shift.length; c++) {
      Require.that(
          Float.isFinite(shift[c]) && Float.isFinite(slope[c]) && Float.isFinite(offset[c]),
          "The shift %s, slope %s and offset %s of channel %d must be finite.",
          shift[c],
          slope[c],
          offset[c],
          c);
    }
  }

  /** {@return a copy of what is taken from each channel} */
  @Override
  public float[] shift() {
    return shift.clone();
  }

  /** {@return a copy of the factor of what is below 0} */
  @Override
  public float[] slope() {
    return slope.clone();
  }

  /** {@return a copy of what is added to each channel} */
  @Override
  public float[] offset() {
    return offset.clone();
  }

  @Override
  public ValueShape outputShape(ValueShape input) {
    input.requireKind(ValueKind.FLOAT);
    input.requireChannels(shift.length);
    return input;
  }

  static Prelu read(FieldReader in) {
    int channels = in.count();
    return new Prelu(in.floats(channels), in.floats(channels), in.floats(channels));
  }

  @Override
  public Kind kind() {
    return Kind.PRELU;
  }

  @Override
  public void writeFields(FieldWriter out) {
    out.count(shift.length);
    out.floats(shift);
    out.floats(slope);
    out.floats(offset);
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.visit(this);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Prelu that
        && Arrays.equals(shift, that.shift)
        && Arrays.equals(slope, that.slope)
        && Arrays.equals(offset, that.offset);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * Arrays.hashCode(shift) + Arrays.hashCode(slope)) + Arrays.hashCode(offset);
  }

  @Override
  public String toString() {
    return "Prelu[channels=" + shift.length + "]";
  }
}
