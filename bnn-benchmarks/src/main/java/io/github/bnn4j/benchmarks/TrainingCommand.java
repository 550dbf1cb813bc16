// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.benchmarks;

import io.github.bnn4j.benchmarks.training.TrainingComparison;
import io.github.bnn4j.benchmarks.training.TrainingComparison.Figures;
import io.github.bnn4j.zoo.Architecture;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Our training step beside PyTorch's. */
@Command(
    name = "training",
    description = {
      "Time a training step of a network, in int8 and bfloat16, beside PyTorch's float32 step of the"
          + " float network of the same shape.",
      "Each runs in a process of its own, two threads, in turns; medians of single steps. Ours"
          + " loads and augments its images, PyTorch's are ready in memory.",
      "Of each part of our step the report has milliseconds and bytes an image, and gigabytes a"
          + " second: bytes are those of the arrays that the operations read and write, whether"
          + " these are in memory or in a cache."
    })
final class TrainingCommand extends BenchmarkCommand {

  @Option(
      names = "--model",
      paramLabel = "M",
      required = true,
      description = "A network of the zoo, such as nin-xnor or react12.")
  private Architecture model;

  @Option(
      names = "--batch",
      paramLabel = "N",
      split = ",",
      defaultValue = "32,64,128",
      description = "Batch sizes; of several, each side's best counts (default: ${DEFAULT-VALUE}).")
  private List<Integer> batches;

  @Option(
      names = "--steps",
      paramLabel = "N",
      defaultValue = "20",
      description = "Measured steps of each side and batch size (default: ${DEFAULT-VALUE}).")
  private int steps;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Directory with the CIFAR-10 batches (default: random images).")
  private Optional<Path> data;

  @Override
  Map<String, Object> measure() {
    List<Figures> all = new ArrayList<>();
    for (int batch : batches) {
      Figures figures = new TrainingComparison(model, batch, steps, data).run();
      log(
          "%s, batch %d: %.2f ms an image, PyTorch %.2f",
          model.name(), batch, figures.oursMs(), figures.peerMs());
      all.add(figures);
    }
    return report(all);
  }

  private Map<String, Object> report(List<Figures> all) {
    Figures ours = all.stream().min(Comparator.comparing(Figures::oursMs)).orElseThrow();
    Figures peer = all.stream().min(Comparator.comparing(Figures::peerMs)).orElseThrow();
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("model", model.name());
    report.put("oursMs", ours.oursMs());
    report.put("peerMs", peer.peerMs());
    report.put("ratio", peer.peerMs() / ours.oursMs());
    report.put("oursBatch", ours.batch());
    report.put("peerBatch", peer.batch());
    all.stream()
        .flatMap(figures -> figures.peakResidentBytes().stream())
        .max(Comparator.naturalOrder())
        .ifPresent(bytes -> report.put("peakResidentBytes", bytes));
    report.put("split", ours.split());
    Map<String, Object> sizes = new LinkedHashMap<>();
    all.forEach(figures -> sizes.put(String.valueOf(figures.batch()), figures.toMap()));
    report.put("batches", sizes);
    report.put("steps", ours.steps());
    report.put("data", data.isPresent() ? "CIFAR-10" : "random images");
    report.put("provider", ours.provider());
    report.put("peer", peer.peer());
    report.put("threads", TrainingComparison.THREADS);
    return report;
  }
}
