// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.packed.layer;

import io.github.bnn4j.core.bit.BitTensor;
import io.github.bnn4j.core.check.Require;
import java.util.Arrays;

/**
 * A threshold per channel, FLOAT to BITS: the output is +1 exactly where {@code (x >= threshold[c])
 * != flip[c]}. A batch normalisation followed by the sign is one of these; a threshold of plus or
 * minus infinity makes the channel constant.
 *
 * @param threshold the threshold of each channel, [C], not NaN
 * @param flip bit 1 where the comparison is turned round, [C]
 */
public record FloatThreshold(float[] threshold, BitTensor flip) implements PackedLayer {

  /**
   * Copies and checks the thresholds.
   *
   * @param threshold the threshold of each channel, [C], not NaN
   * @param flip bit 1 where the comparison is turned round, [C]
   * @throws IllegalArgumentException if there are none, one is NaN, or the flips are not as many
   */
  public FloatThreshold {
    Require.that(
        threshold.length > 0 && threshold.length == flip.size(),
        "A threshold layer needs as many flips as thresholds, at least one, not %d and %d.",
        flip.size(),
        threshold.length);
    threshold = threshold.clone();
    for (float each : threshold) {
      Require.that(!Float.isNaN(each), "A threshold must not be NaN.");
    }
  }

  /** {@return a copy of the threshold of each channel} */
  @Override
  public float[] threshold() {
    return threshold.clone();
  }

  @Override
  public ValueShape outputShape(ValueShape input) {
    input.requireKind(ValueKind.FLOAT);
    input.requireChannels(threshold.length);
    return input.as(ValueKind.BITS);
  }

  static FloatThreshold read(FieldReader in) {
    int channels = in.count();
    return new FloatThreshold(in.floats(channels), in.bits(channels));
  }

  @Override
  public Kind kind() {
    return Kind.FLOAT_THRESHOLD;
  }

  @Override
  public void writeFields(FieldWriter out) {
    out.count(threshold.length);
    out.floats(threshold);
    out.bits(flip);
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.visit(this);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof FloatThreshold that
        && Arrays.equals(threshold, that.threshold)
        && flip.equals(that.flip);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(threshold) + flip.hashCode();
  }

  @Override
  public String toString() {
    return "FloatThreshold[channels=" + threshold.length + "]";
  }
}
