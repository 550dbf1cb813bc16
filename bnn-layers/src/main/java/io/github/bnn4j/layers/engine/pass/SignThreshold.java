// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.engine.pass;

import io.github.bnn4j.layers.Parameter;
import java.util.Optional;

/** What is added to each channel before its sign is taken: what was learned, or 0. */
public final class SignThreshold {

  private final Optional<Parameter> learned;
  private final float[] values;
  private final ChannelScaling scaling;

  public SignThreshold(Optional<Parameter> learned, int channels) {
    this.learned = learned;
    this.values = new float[channels];
    this.scaling = ChannelScaling.shifted(values);
  }

  /** Takes it as it is now. */
  public ChannelScaling read() {
    learned.ifPresent(parameter -> parameter.valueMemory().get(0, values));
    return scaling;
  }

  /** As it was when last read. */
  public ChannelScaling scaling() {
    return scaling;
  }

  /** Writes its gradient, from the sums of the way back through the signs. */
  public void differentiate(ResidualPasses passes) {
    learned.ifPresent(passes::finish);
  }
}
