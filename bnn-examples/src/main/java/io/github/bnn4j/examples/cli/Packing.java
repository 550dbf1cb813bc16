// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.cli;

import io.github.bnn4j.core.packed.PackedNetwork;
import io.github.bnn4j.core.packed.layer.ImageSpec;
import io.github.bnn4j.examples.TrainedNetwork;
import io.github.bnn4j.examples.cifar10.Cifar10Dataset;
import io.github.bnn4j.examples.report.AccuracyReport;
import io.github.bnn4j.examples.report.Agreement;
import io.github.bnn4j.examples.report.PackedEvaluation;
import io.github.bnn4j.layers.pack.Packer;
import io.github.bnn4j.layers.train.ImageDataset;
import io.github.bnn4j.zoo.Architecture;
import io.github.bnn4j.zoo.Cifar10;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Packs a network into a file and compares the two on test images. */
final class Packing {
  private Packing() {}

  /**
   * Packs, compares and prints.
   *
   * @param input how pixels become the network's input; the images are those of CIFAR-10, also if
   *     it knows other classes
   * @param limit how many test images to compare on, at most
   * @return the result for programs
   */
  static Map<String, Object> run(
      Console console, TrainedNetwork trained, ImageSpec input, Path out, int limit) {
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
    json.putAll(compare(console, trained, packed, limit));
    return json;
  }

  /**
   * Compares a network with what was packed from it, and prints how well they agree.
   *
   * @param limit how many test images to compare on, at most
   * @return the result for programs
   */
  static Map<String, Object> compare(
      Console console, TrainedNetwork trained, PackedNetwork packed, int limit) {
    ImageDataset all = Cifar10Dataset.embeddedTest();
    ImageDataset test = all.subset(0, Math.min(limit, all.size()));
    Agreement agreement = Agreement.of(trained.network(), packed, test);
    console.print(
        "%,d of %,d test images get another class; the largest difference of a logit is %.2g%n",
        agreement.disagreements(), agreement.images(), agreement.maxLogitDifference());

    Map<String, Object> json = new LinkedHashMap<>();
    json.put("images", agreement.images());
    json.put("maxLogitDifference", agreement.maxLogitDifference());
    json.put("disagreements", agreement.disagreements());
    if (trained.labels().equals(Cifar10.LABELS)) {
      AccuracyReport accuracy = PackedEvaluation.run(packed, test, done -> {});
      console.print("%.2f %% of them are recognised%n", accuracy.top1());
      json.put("top1", accuracy.top1());
    }
    return json;
  }
}
