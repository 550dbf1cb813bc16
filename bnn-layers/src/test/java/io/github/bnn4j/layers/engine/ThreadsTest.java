// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** OpenMP is told a number of threads; of processors Java knows how many a container has. */
class ThreadsTest {

  @ParameterizedTest
  @CsvSource({"64, 3, 3", "2, 3, 2", "1, 3, 1"})
  void noMoreThanThereAreProcessorsForThisProcess(int wanted, int processors, int expected)
      throws Exception {
    assumeTrue(OneDnnEngine.isAvailable());
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:ActiveProcessorCount=" + processors,
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Dorg.nd4j.log.initialization=false",
            Asking.class.getName());
    builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
    builder.environment().put("OMP_NUM_THREADS", String.valueOf(wanted));

    Process process = builder.redirectErrorStream(true).start();

    String said;
    try (InputStream out = process.getInputStream()) {
      said = new String(out.readAllBytes(), StandardCharsets.UTF_8);
    }
    assertThat(process.waitFor()).as(said).isZero();
    String threads = ", " + expected + (expected == 1 ? " thread" : " threads");
    assertThat(said.lines()).anyMatch(line -> line.endsWith(threads));
  }

  /** What runs there: with that many threads the engine agrees with the reference, too. */
  static final class Asking {
    private Asking() {}

    public static void main(String[] arguments) {
      System.out.println(new OneDnnEngine().description());
      new EngineAgreementTest().binaryBlocksAgree(2, 2, 1, true, true, 1);
    }
  }
}
