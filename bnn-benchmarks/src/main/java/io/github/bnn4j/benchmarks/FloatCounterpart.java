// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.benchmarks;

import io.github.bnn4j.core.packed.layer.ImageSpec;
import io.github.bnn4j.layers.ChannelShuffle;
import io.github.bnn4j.layers.Sequential;
import io.github.bnn4j.zoo.Architecture;
import java.util.List;

/** The float network that a network is measured against. */
public final class FloatCounterpart {

  private FloatCounterpart() {}

  /**
   * The same convolutions, normalisations and pools, all float. Channel shuffles are left out: they
   * would slow the peers down (ONNX Runtime's int8 to half) and cost packed networks nothing.
   */
  public static Architecture of(Architecture architecture) {
    return new Unshuffled(shuffled(architecture));
  }

  /** The same with its channel shuffles, as it is trained. */
  public static Architecture shuffled(Architecture architecture) {
    return architecture
        .floatTwin()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "There is no float network to measure " + architecture.name() + " against."));
  }

  /** Whether an architecture shuffles channels. */
  public static boolean shuffles(Architecture architecture) {
    return architecture.network().layers().values().stream()
        .anyMatch(ChannelShuffle.class::isInstance);
  }

  private record Unshuffled(Architecture whole) implements Architecture {

    @Override
    public String name() {
      return whole.name();
    }

    @Override
    public ImageSpec input() {
      return whole.input();
    }

    @Override
    public List<String> labels() {
      return whole.labels();
    }

    @Override
    public Sequential network() {
      Sequential network = whole.network();
      Sequential.Builder builder = Sequential.builder(network.input());
      network
          .layers()
          .forEach(
              (name, layer) -> {
                if (!(layer instanceof ChannelShuffle)) {
                  builder.add(name, layer);
                }
              });
      return builder.build();
    }

    @Override
    public Architecture withClasses(int classes) {
      return new Unshuffled(whole.withClasses(classes));
    }
  }
}
