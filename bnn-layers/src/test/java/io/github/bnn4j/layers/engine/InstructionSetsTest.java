// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** oneDNN has other code for each kind of CPU, which a process can be held to when it starts. */
class InstructionSetsTest {

  @ParameterizedTest
  @ValueSource(strings = {"AVX2", "AVX2_VNNI", "AVX512_CORE", "AVX512_CORE_VNNI"})
  void theEngineAgreesWithTheReferenceOnOlderCpus(String instructions) throws Exception {
    assumeTrue(OneDnnEngine.isAvailable());
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Dorg.nd4j.log.initialization=false",
            Agreement.class.getName());
    builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
    builder.environment().put("ONEDNN_MAX_CPU_ISA", instructions);

    Process process = builder.redirectErrorStream(true).start();

    String said;
    try (InputStream out = process.getInputStream()) {
      said = new String(out.readAllBytes(), StandardCharsets.UTF_8);
    }
    assertThat(process.waitFor()).as(said).isZero();
  }

  /** What runs there. */
  static final class Agreement {
    private Agreement() {}

    public static void main(String[] arguments) {
      EngineAgreementTest test = new EngineAgreementTest();
      for (int seed = 1; seed <= 3; seed++) {
        test.binaryBlocksAgree(seed, seed, 1, true, true, seed);
        test.binaryBlocksAgree(seed, 1, 0, false, false, seed);
        test.binaryBlocksOfAnyWidthAndStrideAgree(6 + seed, 9, seed, seed);
        test.floatBlocksAgree(5 * seed, seed, true, seed);
      }
    }
  }
}
