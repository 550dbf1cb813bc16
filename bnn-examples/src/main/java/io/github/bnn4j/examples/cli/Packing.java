// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.cli;

import io.github.bnn4j.core.check.Count;
import io.github.bnn4j.core.packed.PackedNetwork;
import io.github.bnn4j.core.packed.layer.ImageSpec;
import io.github.bnn4j.examples.report.AccuracyReport;
import io.github.bnn4j.examples.report.Agreement;
import io.github.bnn4j.examples.report.PackedEvaluation;
import io.github.bnn4j.layers.pack.Packer;
import io.github.bnn4j.zoo.Architecture;
import io.github.bnn4j.zoo.TrainedNetwork;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Packs a network into a file and compares the two on test images. */
final class Packing {
  private Packing() {}

  /**
   * Packs, compares and prints.
   *
   * @param input how pixels become the network's input
   * @param test what to compare on
   * @return the result for programs
   */
  static Map<String, Object> run(
      Console console, TrainedNetwork trained, ImageSpec input, Path out, TestImages test) {
    Architecture architecture = trained.architecture();
    PackedNetwork packed =
        Packer.pack(trained.network(), architecture.name(), input, trained.labels());
    packed.write(out);
    int packedBytes = packed.toBytes().length;
    console.print(
        "%s: %,d bytes, %,d as floats%n", out, packedBytes, architecture.complexity().floatBytes());
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("model", architecture.name());
    json.put("packed", out.toString());
    json.put("packedBytes", packedBytes);
    json.putAll(compare(console, trained, packed, test));
    return json;
  }

  /**
   * Compares a network with what was packed from it, and prints how well they agree.
   *
   * @param test what to compare on
   * @return the result for programs
   */
  static Map<String, Object> compare(
      Console console, TrainedNetwork trained, PackedNetwork packed, TestImages test) {
    Agreement agreement = Agreement.of(trained.network(), packed, test.images());
    console.print(
        "another class for %,d of %s; the largest difference of a logit is %.2g%n",
        agreement.disagreements(),
        Count.of(agreement.images(), "test image"),
        agreement.maxLogitDifference());

    Map<String, Object> json = new LinkedHashMap<>();
    json.put("images", agreement.images());
    json.put("maxLogitDifference", agreement.maxLogitDifference());
    json.put("disagreements", agreement.disagreements());
    if (test.labelled()) {
      AccuracyReport accuracy = PackedEvaluation.run(packed, test.images(), done -> {});
      console.print("%.2f %% of them are recognised%n", accuracy.top1());
      json.put("top1", accuracy.top1());
    }
    return json;
  }
}
