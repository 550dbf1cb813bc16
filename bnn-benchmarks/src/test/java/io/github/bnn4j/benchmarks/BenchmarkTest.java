// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bnn4j.examples.report.Json;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class BenchmarkTest {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void reportIsOneJsonObjectThatNamesTheMachine() {
    assertThat(run("kernel", "--json")).isZero();

    assertThat(out.toString().lines()).hasSize(1);
    assertThat(Json.read(out.toString()))
        .containsKeys("gBinaryMacsPerSecond", "provider", "jdk", "cpuFeatures", "threads");
  }

  @Test
  void unknownModelIsWrongUsage() {
    assertThat(run("training", "--model", "lenet")).isEqualTo(2);

    assertThat(err.toString()).contains("there is no model lenet").contains("nin-gc-xnor");
  }

  private int run(String... arguments) {
    return Benchmark.execute(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
  }
}
