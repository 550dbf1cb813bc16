// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.benchmarks;

import io.github.bnn4j.benchmarks.training.NormalizationComparison;
import java.util.Map;
import picocli.CommandLine.Command;

/** The hand-written passes of training alone. */
@Command(
    name = "normalization",
    description = {
      "Time the fused batch normalisation, sign and estimator of training beside oneDNN's batch"
          + " normalisation and ND4J's operations.",
      "All threads; milliseconds an image, forward and backward."
    })
final class NormalizationCommand extends BenchmarkCommand {

  @Override
  Map<String, Object> measure() {
    return NormalizationComparison.run();
  }
}
