// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.zoo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a float network says where a dependency is missing, in JVMs with shorter class paths. */
class MissingBackendTest {
  @TempDir Path folder;

  @Test
  void withoutBackendTheDependencyToAddIsNamed() throws Exception {
    assertThat(load(jar -> jar.contains("nd4j-native")))
        .isEqualTo(
            "IllegalStateException: ND4J has no backend on the class path: add"
                + " org.nd4j:nd4j-native-platform:1.0.0-M2.1.");
  }

  @Test
  void withoutNd4jTheDependencyToAddIsNamed() throws Exception {
    assertThat(load(jar -> jar.contains("nd4j")))
        .isEqualTo(
            "IllegalStateException: Training and float networks need ND4J, which is not on the"
                + " class path: add org.nd4j:nd4j-native-platform:1.0.0-M2.1.");
  }

  private String load(Predicate<String> excluded) throws Exception {
    String classPath =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(entry -> !excluded.test(Path.of(entry).getFileName().toString()))
            .collect(Collectors.joining(File.pathSeparator));
    Path out = folder.resolve("out");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                classPath,
                Loader.class.getName())
            .redirectOutput(out.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    return Files.readString(out).strip();
  }

  /** What runs there. */
  static final class Loader {

    private Loader() {}

    public static void main(String[] arguments) {
      try {
        System.out.println(PretrainedWeights.NIN.load().name());
      } catch (IllegalStateException | LinkageError e) {
        System.out.println(e.getClass().getSimpleName() + ": " + e.getMessage());
      }
    }
  }
}
