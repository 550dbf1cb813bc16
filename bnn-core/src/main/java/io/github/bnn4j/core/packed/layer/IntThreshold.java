// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.packed.layer;

import io.github.bnn4j.core.bit.BitTensor;
import io.github.bnn4j.core.check.Require;
import java.util.Arrays;

/**
 * A threshold per channel, INT to BITS: the output is +1 exactly where {@code (z >= threshold[c])
 * != flip[c]}. Everything monotone between two binary convolutions (scale, bias, rectifier, batch
 * normalisation, sign) is one of these; thresholds beyond every sum make the channel constant.
 *
 * @param threshold the threshold of each channel, [C]
 * @param flip bit 1 where the comparison is turned round, [C]
 */
public record IntThreshold(int[] threshold, BitTensor flip) implements PackedLayer {

  /**
   * Copies the thresholds.
   *
   * @param threshold the threshold of each channel, [C]
   * @param flip bit 1 where the comparison is turned round, [C]
   * @throws IllegalArgumentException if there are none, or the flips are not as many
   */
  public IntThreshold {
    Require.that(
        threshold.length > 0 && threshold.length == flip.size(),
        "A threshold layer needs as many flips as thresholds, at least one, not %d and %d.",
        flip.size(),
        threshold.length);
    threshold = threshold.clone();
  }

  /** {@return a copy of the threshold of each channel} */
  @Override
  public int[] threshold() {
    return threshold.clone();
  }

  @Override
  public ValueShape outputShape(ValueShape input) {
    input.requireKind(ValueKind.INT);
    input.requireChannels(threshold.length);
    return input.as(ValueKind.BITS);
  }

  static IntThreshold read(FieldReader in) {
    int channels = in.count();
    return new IntThreshold(in.integers(channels), in.bits(channels));
  }

  @Override
  public Kind kind() {
    return Kind.INT_THRESHOLD;
  }

  @Override
  public void writeFields(FieldWriter out) {
    out.count(threshold.length);
    out.integers(threshold);
    out.bits(flip);
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.visit(this);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof IntThreshold that
        && Arrays.equals(threshold, that.threshold)
        && flip.equals(that.flip);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(threshold) + flip.hashCode();
  }

  @Override
  public String toString() {
    return "IntThreshold[channels=" + threshold.length + "]";
  }
}
