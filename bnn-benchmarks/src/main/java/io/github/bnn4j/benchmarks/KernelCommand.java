// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.benchmarks;

import io.github.bnn4j.benchmarks.inference.Bound;
import io.github.bnn4j.core.kernel.Kernel;
import io.github.bnn4j.examples.speedup.FastestKernel;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;

/** The binary matrix product alone. */
@Command(
    name = "kernel",
    description = {
      "Time a binary matrix product, 1536 x 2432 bits x 192, in the public kernel of bnn-core,"
          + " and float multiply-adds in registers.",
      "One thread; int sums out; median of single products."
    })
final class KernelCommand extends BenchmarkCommand {

  @Override
  Map<String, Object> measure() {
    Kernel kernel = FastestKernel.await();
    Bound bound = new Bound(kernel);
    Map<String, Runnable> contestants = new LinkedHashMap<>();
    bound.addTo(contestants);
    Map<String, Double> times = new Turns(40, 20, 10).medians(contestants);
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("gBinaryMacsPerSecond", bound.binaryGigaMacs(times));
    report.put("gMultiplyAddsPerSecond", bound.floatGigaMacs(times));
    report.put("shape", Bound.ROWS + " x " + Bound.DEPTH + " bits x " + Bound.COLUMNS);
    report.put("provider", kernel.provider());
    report.put("threads", 1);
    return report;
  }
}
