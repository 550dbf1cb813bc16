// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.benchmarks;

import io.github.bnn4j.core.file.IoProblem;
import io.github.bnn4j.examples.report.Json;
import io.github.bnn4j.examples.report.PointChart;
import io.github.bnn4j.examples.report.PointChart.Kind;
import io.github.bnn4j.examples.report.PointChart.Point;
import io.github.bnn4j.zoo.Architecture;
import io.github.bnn4j.zoo.PretrainedWeights;
import io.github.bnn4j.zoo.Zoo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Draws what the benchmark of inference measured. */
@Command(
    name = "figure",
    mixinStandardHelpOptions = true,
    description = {
      "Draw accuracy over latency and size: binary networks in Java beside float ones in ONNX"
          + " Runtime.",
      "Latencies are those of reports of 'inference --json'; accuracies are those of the model"
          + " cards, on all test images of CIFAR-10."
    })
final class FigureCommand implements Callable<Integer> {

  @Parameters(
      paramLabel = "REPORT",
      arity = "1..*",
      description = "What 'inference --json' printed, of one network or several.")
  private List<Path> reports;

  @Option(names = "--out", paramLabel = "FILE", required = true, description = "The PNG to write.")
  private Path out;

  @Override
  public Integer call() {
    Map<String, Object> measured = new LinkedHashMap<>();
    reports.forEach(report -> measured.putAll(read(report)));
    List<Point> bits = new ArrayList<>();
    List<Point> floats = new ArrayList<>();
    for (Architecture network : Zoo.all()) {
      if (measured.get(network.name()) instanceof Map<?, ?> times) {
        bits.add(point(network, times, "oursMs", "packedBytes"));
        floatNetwork(network).ifPresent(twin -> floats.add(floatPoint(twin, times)));
      }
    }
    PointChart.write(
        "Accuracy over latency and size",
        List.of("one image on one thread (ms)", "size (kB)"),
        "top-1 accuracy, CIFAR-10 test images (%)",
        new Kind("1 bit, BNN4J", bits),
        new Kind("float32, " + measured.get("peer"), floats),
        "Medians of single images, beside each other in one process, on "
            + measured.get("cpu")
            + ", "
            + measured.get("jdk")
            + ". Sizes: the packed file, and four bytes for each parameter of a float network.",
        out);
    return 0;
  }

  private static Point floatPoint(Architecture network, Map<?, ?> times) {
    String key = times.containsKey("ortFp32ShuffledMs") ? "ortFp32ShuffledMs" : "ortFp32Ms";
    return new Point(
        network.name(),
        List.of(number(times, key), network.complexity().floatBytes() / 1e3),
        top1(network));
  }

  private static Point point(Architecture network, Map<?, ?> times, String ms, String bytes) {
    return new Point(
        network.name(), List.of(number(times, ms), number(times, bytes) / 1e3), top1(network));
  }

  /** The network of the zoo whose floats have the shapes of a binary one. */
  private static Optional<Architecture> floatNetwork(Architecture binary) {
    long macs = binary.complexity().macs();
    return Zoo.all().stream()
        .filter(network -> !network.binary() && network.complexity().macs() == macs)
        .findFirst();
  }

  private static double top1(Architecture network) {
    return PretrainedWeights.of(network).card().top1();
  }

  private static double number(Map<?, ?> times, String key) {
    return ((Number) times.get(key)).doubleValue();
  }

  private static Map<String, Object> read(Path report) {
    try {
      return Json.read(Files.readString(report));
    } catch (IOException e) {
      throw IoProblem.unchecked("The report " + report + " cannot be read", e);
    }
  }
}
