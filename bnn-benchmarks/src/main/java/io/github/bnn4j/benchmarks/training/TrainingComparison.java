// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.benchmarks.training;

import io.github.bnn4j.benchmarks.ChildJvm;
import io.github.bnn4j.benchmarks.Samples;
import io.github.bnn4j.examples.report.Json;
import io.github.bnn4j.zoo.Architecture;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Times training steps of both sides, A B A B, each in its own process: so that neither shares the
 * other's memory, thread pool or OpenMP.
 *
 * @param model our network; PyTorch's is its float counterpart
 * @param batch images of a step
 * @param steps measured steps of each side, rounded up to whole turns
 * @param data where the CIFAR-10 batches are; random images without
 */
public record TrainingComparison(Architecture model, int batch, int steps, Optional<Path> data) {

  /** Threads of each side. */
  public static final int THREADS = 2;

  /**
   * What came out for one batch size.
   *
   * @param oursMs median milliseconds an image
   * @param peerMs the same of PyTorch
   * @param steps measured steps of each
   * @param split what an image takes in each part of our step, on average: milliseconds, bytes read
   *     and written, and their quotient
   * @param peakResidentBytes the most memory our process had, where the system tells
   * @param provider what computed our step
   * @param peer what computed the other
   */
  public record Figures(
      int batch,
      double oursMs,
      double peerMs,
      int steps,
      Map<?, ?> split,
      Optional<Long> peakResidentBytes,
      String provider,
      String peer) {

    /** The figures that depend on the batch size. */
    public Map<String, Object> toMap() {
      Map<String, Object> map = new LinkedHashMap<>();
      map.put("oursMs", oursMs);
      map.put("peerMs", peerMs);
      map.put("ratio", peerMs / oursMs);
      peakResidentBytes.ifPresent(bytes -> map.put("peakResidentBytes", bytes));
      return map;
    }
  }

  /** Measures; takes a second to minutes. */
  public Figures run() {
    Samples ours = new Samples();
    Samples peer = new Samples();
    try (ChildJvm our = start(TrainingProcess.OURS);
        ChildJvm their = start(TrainingProcess.PYTORCH)) {
      while (ours.size() < steps) {
        ours.addAll(turn(our));
        peer.addAll(turn(their));
      }
      Map<String, Object> report = Json.read(our.ask(TrainingProcess.REPORT));
      return new Figures(
          batch,
          ours.median() / batch,
          peer.median() / batch,
          ours.size(),
          (Map<?, ?>) report.get("split"),
          Optional.ofNullable((Number) report.get("peakResidentBytes")).map(Number::longValue),
          (String) report.get("engine"),
          (String) Json.read(their.ask(TrainingProcess.REPORT)).get("engine"));
    }
  }

  private ChildJvm start(String side) {
    List<String> arguments = new ArrayList<>(List.of(side, model.name(), String.valueOf(batch)));
    data.ifPresent(directory -> arguments.add(directory.toString()));
    Map<String, String> environment = new HashMap<>();
    environment.put("OMP_NUM_THREADS", String.valueOf(THREADS));
    if (side.equals(TrainingProcess.OURS)) {
      // as ./bnn trains; PyTorch, which has no threads beside OpenMP's, runs as it comes
      environment.put("OMP_WAIT_POLICY", "PASSIVE");
    }
    ChildJvm child =
        new ChildJvm(
            System.getProperty("java.class.path"),
            List.of(
                "-XX:ActiveProcessorCount=" + THREADS,
                "-Dai.djl.pytorch.num_threads=" + THREADS,
                "-Dai.djl.pytorch.num_interop_threads=1",
                "-Dai.djl.offline=true",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=error"),
            environment,
            TrainingProcess.class,
            arguments);
    child.answer();
    return child;
  }

  private static List<Double> turn(ChildJvm child) {
    List<?> times = (List<?>) Json.read(child.ask(TrainingProcess.TURN)).get("stepMs");
    return times.stream().map(time -> ((Number) time).doubleValue()).toList();
  }
}
