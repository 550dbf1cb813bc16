// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.zoo;

import io.github.bnn4j.core.packed.layer.ImageSpec;
import io.github.bnn4j.layers.BinConv2d;
import io.github.bnn4j.layers.Network;
import java.util.List;
import java.util.Optional;

/**
 * A network by name: how it is built, what it is fed and what it tells apart. Recipes, weights,
 * figures and the command line speak of architectures, so a network of one's own that implements
 * this is trained, summarised, packed and measured as those of the {@link Zoo}.
 *
 * <p>Immutable and thread-safe; equal architectures build equal networks.
 */
public interface Architecture {

  /** {@return what the network is called in files and on the command line} */
  String name();

  /** {@return the size of the images, and how their pixels become numbers} */
  ImageSpec input();

  /** {@return the names of the classes, in the order of the outputs} */
  List<String> labels();

  /**
   * Builds the network for training; its parameters are not initialised yet.
   *
   * @return a new network, from images of {@link #input} to one value a class
   */
  Network network();

  /**
   * The same network for other classes.
   *
   * @param classes how many, at least 2
   * @return a network of the same name that differs in its last layers alone
   */
  Architecture withClasses(int classes);

  /**
   * The same network for images of another size, or whose pixels become other numbers.
   *
   * @param input the images
   * @return a network of the same name and parameters
   * @throws IllegalArgumentException if it does not take such images; a network that does not
   *     implement this takes its own alone
   */
  default Architecture withInput(ImageSpec input) {
    if (!input.equals(input())) {
      throw new IllegalArgumentException(
          name()
              + " takes images of "
              + input().shape().features()
              + " and of its own normalisation alone, not of "
              + input.shape().features()
              + ".");
    }
    return this;
  }

  /** {@return how many classes it tells apart} */
  default int classes() {
    return labels().size();
  }

  /** {@return whether it has binary convolutions} */
  default boolean binary() {
    try (Network network = network()) {
      return network.layers().values().stream().anyMatch(BinConv2d.class::isInstance);
    }
  }

  /**
   * The network that computes the same in float: what a binary one is compared with.
   *
   * @return an architecture of the same shapes without binary layers, if it is known
   */
  default Optional<Architecture> floatTwin() {
    return Optional.empty();
  }

  /** {@return parameters and multiply-accumulates, layer by layer} */
  default Complexity complexity() {
    try (Network network = network()) {
      return Complexity.of(network);
    }
  }
}
