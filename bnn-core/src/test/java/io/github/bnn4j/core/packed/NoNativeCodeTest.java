// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.packed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs a packed network in a JVM of its own whose class path has nothing but it and SLF4J. */
class NoNativeCodeTest {

  @Test
  void aPackedNetworkRunsWithoutNd4jAndWithoutNativeLibraries(@TempDir Path folder)
      throws Exception {
    Path file = folder.resolve("net.bnn");
    RandomNetworks.ninXnor(4).write(file);
    String classPath =
        String.join(
            File.pathSeparator,
            locationOf(PackedNetwork.class),
            locationOf(Classifier.class),
            locationOf(org.slf4j.Logger.class));

    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xlog:class+load,library=info",
                "-cp",
                classPath,
                Classifier.class.getName(),
                file.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .start();

    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    List<String> log = Files.readAllLines(folder.resolve("log"));
    assertThat(process.exitValue()).as(String.join("\n", log)).isZero();
    assertThat(log).anyMatch(line -> line.contains(PackedNetwork.class.getName()));
    assertThat(log).anyMatch(line -> line.startsWith("classified as class "));
    assertThat(log).noneMatch(line -> line.contains("nd4j") || line.contains("bytedeco"));
    String javaHome = Path.of(System.getProperty("java.home")).toRealPath().toString();
    assertThat(log.stream().filter(line -> line.contains("Loaded library")))
        .as("libraries beside those of the JVM, which come without a path or from its home")
        .allMatch(line -> line.contains(javaHome) || !line.contains(File.separator));
  }

  private static String locationOf(Class<?> type) throws Exception {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
  }

  /** What runs there. */
  static final class Classifier {

    private Classifier() {}

    public static void main(String[] arguments) {
      PackedNetwork network = PackedNetwork.read(Path.of(arguments[0]));
      byte[] pixels = new byte[network.input().bytes()];
      System.out.println("classified as " + network.classify(pixels, 1).get(0).label());
    }
  }
}
