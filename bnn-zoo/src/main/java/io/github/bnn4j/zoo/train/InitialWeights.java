// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.zoo.train;

import io.github.bnn4j.layers.Network;
import io.github.bnn4j.layers.io.Checkpoint;
import io.github.bnn4j.layers.io.SafeTensors;
import io.github.bnn4j.zoo.Architecture;
import io.github.bnn4j.zoo.Origin;
import io.github.bnn4j.zoo.PretrainedWeights;
import io.github.bnn4j.zoo.Zoo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Weights to start a training from.
 *
 * @param source the name of a network of the zoo, for its pretrained weights, or the path of a
 *     checkpoint
 */
public record InitialWeights(String source) {

  /**
   * Makes a network with these weights. Pretrained weights fit a network for any number of classes:
   * where it differs from theirs, the last block is random.
   *
   * @param architecture the network
   * @param seed seed of what is random
   * @throws IllegalArgumentException if the network named is another one, or there is none
   */
  Network network(Architecture architecture, long seed) {
    requireThere();
    return Zoo.named(source)
        .map(named -> PretrainedWeights.of(named).network(architecture, seed))
        .orElseGet(() -> fromFile(architecture));
  }

  /** What trained these weights, if they say so. */
  Optional<String> framework() {
    requireThere();
    return Zoo.named(source)
        .map(named -> Optional.of(PretrainedWeights.of(named).card().origin().framework()))
        .orElseGet(
            () ->
                Optional.ofNullable(
                    SafeTensors.read(Path.of(source)).metadata().get(Origin.FRAMEWORK)));
  }

  private Network fromFile(Architecture architecture) {
    Network network = architecture.network();
    Checkpoint.load(Path.of(source), network);
    return network;
  }

  private void requireThere() {
    if (Zoo.named(source).isEmpty() && !Files.exists(Path.of(source))) {
      throw new IllegalArgumentException(
          source
              + " is neither a file nor a network of the zoo, which are "
              + Zoo.all().stream().map(Architecture::name).collect(Collectors.joining(", "))
              + ".");
    }
  }
}
