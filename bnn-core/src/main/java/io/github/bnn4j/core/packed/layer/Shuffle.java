// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.packed.layer;

import io.github.bnn4j.core.check.Require;

/**
 * Interleaves the channels of groups, any kind to the same kind: output channel {@code j * groups +
 * i} is input channel {@code i * (C / groups) + j}. See Zhang et al., "ShuffleNet", 2018.
 *
 * @param groups the number of groups to interleave, at least 1
 */
public record Shuffle(int groups) implements PackedLayer {

  /**
   * Checks the groups.
   *
   * @param groups the number of groups to interleave, at least 1
   * @throws IllegalArgumentException if there are none
   */
  public Shuffle {
    Require.that(groups >= 1, "A channel shuffle needs at least one group, not %d.", groups);
  }

  /**
   * Returns which input channel becomes an output channel.
   *
   * @param channel the output channel
   * @param channels the number of channels
   * @return the input channel
   */
  public int source(int channel, int channels) {
    return channel % groups * (channels / groups) + channel / groups;
  }

  @Override
  public ValueShape outputShape(ValueShape input) {
    Require.that(
        input.channels() % groups == 0,
        "The %d groups of a channel shuffle do not divide %d channels.",
        groups,
        input.channels());
    return input;
  }

  @Override
  public Kind kind() {
    return Kind.SHUFFLE;
  }

  @Override
  public void writeFields(FieldWriter out) {
    out.count(groups);
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.visit(this);
  }
}
