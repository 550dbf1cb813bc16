// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.benchmarks;

import io.github.bnn4j.core.graph.Graph;
import io.github.bnn4j.core.graph.Node;
import io.github.bnn4j.core.packed.layer.ImageSpec;
import io.github.bnn4j.layers.ChannelShuffle;
import io.github.bnn4j.layers.Layer;
import io.github.bnn4j.layers.Network;
import io.github.bnn4j.zoo.Architecture;
import java.util.ArrayList;
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
    try (Network network = architecture.network()) {
      return network.layers().values().stream().anyMatch(ChannelShuffle.class::isInstance);
    }
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
    public Network network() {
      Network network = whole.network();
      Network.Builder builder = Network.builder(network.input());
      List<String> names = new ArrayList<>(List.of(Graph.INPUT));
      for (Node<Layer> node : network.graph().nodes()) {
        List<String> inputs = node.inputs().stream().map(names::get).toList();
        if (node instanceof Node.Join<Layer> join) {
          builder.join(join.name(), join.how(), inputs.toArray(String[]::new));
          names.add(join.name());
        } else {
          Node.Unary<Layer> unary = (Node.Unary<Layer>) node;
          if (unary.layer() instanceof ChannelShuffle) {
            names.add(inputs.get(0));
          } else {
            builder.add(unary.name(), unary.layer(), inputs.get(0));
            names.add(unary.name());
          }
        }
      }
      return builder.build();
    }

    @Override
    public Architecture withClasses(int classes) {
      return new Unshuffled(whole.withClasses(classes));
    }

    @Override
    public Architecture withInput(ImageSpec input) {
      return new Unshuffled(whole.withInput(input));
    }
  }
}
