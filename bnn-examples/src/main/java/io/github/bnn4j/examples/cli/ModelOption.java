// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.cli;

import io.github.bnn4j.zoo.Architecture;
import io.github.bnn4j.zoo.TrainedNetwork;
import io.github.bnn4j.zoo.Zoo;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The option that names a network. Files say what they hold, so it is seldom needed with one. */
final class ModelOption {
  private final Architecture usual;

  @Option(
      names = "--model",
      paramLabel = "M",
      converter = ModelName.class,
      completionCandidates = ModelName.Known.class,
      description =
          "One of ${COMPLETION-CANDIDATES} (default: what --weights holds, else react12 in the"
              + " demo, nin-xnor elsewhere).")
  private Optional<Architecture> named;

  /** An option that means this network where neither it nor a file names one. */
  ModelOption(Architecture usual) {
    this.usual = usual;
  }

  /** The network to take if there is no file. */
  Architecture orUsual() {
    return named.orElse(usual);
  }

  /** The network that a checkpoint is of: as it says, or as the option says. */
  Architecture of(Path checkpoint) {
    Optional<String> held = TrainedNetwork.nameIn(checkpoint);
    held.ifPresent(name -> requireNamed(checkpoint, name));
    return named.or(() -> held.map(name -> ofZoo(checkpoint, name))).orElse(usual);
  }

  /** Checks that a file holds the network that was asked for, if one was. */
  void requireNamed(Path file, String held) {
    if (named.isPresent() && !named.get().name().equals(held)) {
      throw new CommandFailure(
          file
              + " holds the network "
              + held
              + ", not "
              + named.get().name()
              + "; choose it with --model, or leave that out.");
    }
  }

  private static Architecture ofZoo(Path checkpoint, String name) {
    return Zoo.named(name)
        .orElseThrow(
            () ->
                new CommandFailure(
                    checkpoint
                        + " is of the network "
                        + name
                        + ", which is not known here: a jar with its Architecture as a service must"
                        + " be on the class path."));
  }
}
