// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.benchmarks;

import io.github.bnn4j.benchmarks.inference.InferenceComparison;
import io.github.bnn4j.benchmarks.inference.OrtModel;
import io.github.bnn4j.benchmarks.inference.PackedNetworks;
import io.github.bnn4j.core.kernel.Kernel;
import io.github.bnn4j.examples.speedup.FastestKernel;
import io.github.bnn4j.zoo.Architecture;
import io.github.bnn4j.zoo.PretrainedWeights;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Packed networks beside ONNX Runtime. */
@Command(
    name = "inference",
    description = {
      "Time packed networks beside ONNX Runtime, float32 and int8, on the float network.",
      "One image, one thread, in one process, in turns; medians of single images. Then a batch of"
          + " images on two threads beside one, the layers of one image, and a cold start.",
      "The bound of a network is what its multiply-accumulates take at the speed of a large binary"
          + " product and of float multiply-adds in registers."
    })
final class InferenceCommand extends BenchmarkCommand {

  @Option(
      names = "--model",
      paramLabel = "M",
      split = ",",
      description =
          "Binary networks of the zoo, with random weights where there are no others (default:"
              + " those that have weights).")
  private List<Architecture> models =
      PretrainedWeights.all().stream()
          .map(PretrainedWeights::architecture)
          .filter(Architecture::binary)
          .toList();

  @Override
  Map<String, Object> measure() {
    Map<String, Object> report = new LinkedHashMap<>();
    Kernel kernel = FastestKernel.await();
    for (Architecture model : models) {
      log("%s...", model.name());
      report.put(model.name(), InferenceComparison.run(model, PackedNetworks.of(model), kernel));
    }
    report.put("provider", kernel.provider());
    report.put("peer", "ONNX Runtime " + OrtModel.version());
    report.put("threads", 1);
    return report;
  }
}
