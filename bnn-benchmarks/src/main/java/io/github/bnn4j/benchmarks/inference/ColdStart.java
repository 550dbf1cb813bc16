// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.benchmarks.inference;

import io.github.bnn4j.benchmarks.ChildJvm;
import io.github.bnn4j.benchmarks.Samples;
import io.github.bnn4j.core.packed.PackedNetwork;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;

/** Times new JVMs with nothing but bnn-core until their first answer. */
final class ColdStart {

  private static final int STARTS = 7;

  private ColdStart() {}

  /** Median milliseconds from starting a JVM to the first class of an image. */
  static double medianMs(PackedNetwork network) {
    try {
      Path file = Files.createTempFile("bnn-benchmark", ".bnn");
      try {
        network.write(file);
        Samples samples = new Samples();
        for (int i = 0; i < STARTS; i++) {
          long start = System.nanoTime();
          try (ChildJvm child =
              new ChildJvm(
                  classPath(), List.of(), Map.of(), FirstAnswer.class, List.of(file.toString()))) {
            child.answer();
            samples.addSince(start);
          }
        }
        return samples.median();
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("The network cannot be stored for a cold start.", e);
    }
  }

  private static String classPath() {
    return Stream.of(FirstAnswer.class, PackedNetwork.class, Logger.class)
        .map(ColdStart::origin)
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static String origin(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException("The jar of " + type + " has no path.", e);
    }
  }
}
