// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.benchmarks;

import io.github.bnn4j.benchmarks.inference.BinaryGemm;
import io.github.bnn4j.benchmarks.inference.FastestKernel;
import io.github.bnn4j.core.kernel.Kernel;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;

/** The binary matrix product alone. */
@Command(
    name = "kernel",
    description = {
      "Time a binary matrix product, 1536 x 2432 bits x 192, in the public kernel of bnn-core.",
      "One thread; int sums out; median of single products."
    })
final class KernelCommand extends BenchmarkCommand {

  private static final int ROWS = 1536;
  private static final int DEPTH = 2432;
  private static final int COLUMNS = 192;

  @Override
  Map<String, Object> measure() {
    Kernel kernel = FastestKernel.await();
    BinaryGemm product = new BinaryGemm(kernel, ROWS, DEPTH, COLUMNS);
    double ms = new Turns(40, 20, 10).medians(Map.of("product", product::run)).get("product");
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("gBinaryMacsPerSecond", product.macs() / ms / 1e6);
    report.put("ms", ms);
    report.put("shape", ROWS + " x " + DEPTH + " bits x " + COLUMNS);
    report.put("provider", kernel.provider());
    report.put("threads", 1);
    return report;
  }
}
