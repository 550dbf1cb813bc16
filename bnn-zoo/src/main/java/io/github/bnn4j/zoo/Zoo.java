// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.zoo;

import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.Stream;

/**
 * The networks that are known by name: this project's, and those that other jars offer as a service
 * of type {@link Architecture}. Thread-safe.
 */
public final class Zoo {

  private static final List<Architecture> ALL =
      Stream.of(
              NinArchitecture.all().stream(),
              ResNetArchitecture.all().stream(),
              Stream.of(
                  BiRealNetArchitecture.BIREALNET18,
                  ReActNetArchitecture.REACTNET_A,
                  QuickNetArchitecture.QUICKNET),
              ServiceLoader.load(Architecture.class).stream().map(ServiceLoader.Provider::get))
          .<Architecture>flatMap(networks -> networks)
          .toList();

  private Zoo() {}

  /** {@return all networks, this project's first} */
  public static List<Architecture> all() {
    return ALL;
  }

  /**
   * Looks a network up.
   *
   * @param name the name of a network, such as {@code nin-xnor}
   * @return the network with that name, if there is one
   */
  public static Optional<Architecture> named(String name) {
    return ALL.stream().filter(architecture -> architecture.name().equals(name)).findFirst();
  }
}
