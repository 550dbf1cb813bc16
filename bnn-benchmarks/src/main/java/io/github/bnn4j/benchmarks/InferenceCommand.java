// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.benchmarks;

import io.github.bnn4j.benchmarks.inference.FastestKernel;
import io.github.bnn4j.benchmarks.inference.InferenceComparison;
import io.github.bnn4j.benchmarks.inference.OrtModel;
import io.github.bnn4j.zoo.Architecture;
import io.github.bnn4j.zoo.Zoo;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;

/** Packed networks beside ONNX Runtime. */
@Command(
    name = "inference",
    description = {
      "Time packed networks beside ONNX Runtime, float32 and int8, on the float network.",
      "One image, one thread, in one process, in turns; medians of single images. Then a batch of"
          + " 256 on two threads beside one, the layers of one image, and a cold start."
    })
final class InferenceCommand extends BenchmarkCommand {

  @Override
  Map<String, Object> measure() {
    Map<String, Object> report = new LinkedHashMap<>();
    String provider = FastestKernel.await().provider();
    for (Architecture model : Zoo.all().stream().filter(InferenceCommand::hasPeers).toList()) {
      log("%s...", model.name());
      report.put(model.name(), InferenceComparison.run(model));
    }
    report.put("provider", provider);
    report.put("peer", "ONNX Runtime " + OrtModel.version());
    report.put("threads", 1);
    return report;
  }

  /** Whether the network of 8 bits is known: of shortcuts it is not yet. */
  private static boolean hasPeers(Architecture model) {
    return model.binary() && model.network().graph().isChain();
  }
}
