// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.nd4j.common.io.Resource;
import org.nd4j.linalg.factory.Environment;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.factory.Nd4jBackend;

class BackendTest {

  @Test
  void theBackendOfTheseTestsRuns() {
    Backend.require();

    assertThat(Backend.name()).isEqualTo(Nd4j.getBackend().getClass().getSimpleName());
  }

  @Test
  void withoutAnyItNamesTheDependencyToAdd() {
    assertThat(Backend.obstacle(List.of()))
        .contains(
            "ND4J has no backend on the class path: add"
                + " org.nd4j:nd4j-native-platform:1.0.0-M2.1.");
  }

  @Test
  void oneThatCannotRunGivesItsReason() {
    UnsatisfiedLinkError noDriver = new UnsatisfiedLinkError("libcuda.so.1: no such file");

    assertThat(Backend.obstacle(List.of(new Gpu(new RuntimeException(noDriver)))))
        .contains(
            "ND4J's Gpu (libcuda.so.1: no such file) cannot run on this machine;"
                + " org.nd4j:nd4j-native-platform:1.0.0-M2.1 runs on the processor.");
  }

  @Test
  void oneThatRunsIsEnough() {
    assertThat(
            Backend.obstacle(
                List.of(new Gpu(new IllegalStateException("no device")), Nd4j.getBackend())))
        .isEmpty();
  }

  @Test
  void theDependencyIsOfTheVersionThatIsTested() throws Exception {
    Properties nd4j = new Properties();
    try (InputStream in =
        Nd4j.class.getResourceAsStream("/META-INF/maven/org.nd4j/nd4j-api/pom.properties")) {
      nd4j.load(in);
    }

    assertThat(Backend.PROCESSOR).endsWith(":" + nd4j.getProperty("version"));
  }

  /** A backend without its device. */
  private static final class Gpu extends Nd4jBackend {
    private final RuntimeException problem;

    Gpu(RuntimeException problem) {
      this.problem = problem;
    }

    @Override
    public boolean canRun() {
      throw problem;
    }

    @Override
    public int getPriority() {
      return BACKEND_PRIORITY_GPU;
    }

    @Override
    public boolean isAvailable() {
      return canRun();
    }

    @Override
    public boolean allowsOrder() {
      return false;
    }

    @Override
    public Resource getConfigurationResource() {
      throw problem;
    }

    @Override
    @SuppressWarnings("rawtypes")
    public Class getNDArrayClass() {
      throw problem;
    }

    @Override
    public Environment getEnvironment() {
      throw problem;
    }

    @Override
    public String buildInfo() {
      throw problem;
    }

    @Override
    public void logBackendInit() {
      throw problem;
    }
  }
}
