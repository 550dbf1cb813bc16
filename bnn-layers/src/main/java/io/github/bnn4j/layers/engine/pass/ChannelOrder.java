// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.engine.pass;

import io.github.bnn4j.core.packed.layer.Shuffle;
import java.util.stream.IntStream;

/**
 * The order of channels after a channel shuffle: {@code y[j * groups + i] = x[i * (C / groups) +
 * j]}.
 */
public final class ChannelOrder {

  private final int groups;
  private final int[] sources;

  /**
   * Makes an order.
   *
   * @param groups groups that are interleaved, a divisor of the channels; 1 leaves all in place
   */
  public ChannelOrder(int channels, int groups) {
    this.groups = groups;
    Shuffle shuffle = new Shuffle(groups);
    this.sources = IntStream.range(0, channels).map(c -> shuffle.source(c, channels)).toArray();
  }

  public int groups() {
    return groups;
  }

  /** For each channel of the result, the channel it comes from. */
  int[] sources() {
    return sources;
  }

  /** For each channel of the source, the channel of the result that it goes to. */
  public int[] targets() {
    int[] targets = new int[sources.length];
    for (int c = 0; c < sources.length; c++) {
      targets[sources[c]] = c;
    }
    return targets;
  }
}
