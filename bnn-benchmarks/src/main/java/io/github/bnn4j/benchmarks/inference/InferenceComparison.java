// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.benchmarks.inference;

import io.github.bnn4j.benchmarks.FloatCounterpart;
import io.github.bnn4j.benchmarks.Samples;
import io.github.bnn4j.benchmarks.Turns;
import io.github.bnn4j.core.kernel.Kernel;
import io.github.bnn4j.core.onnx.OnnxExport;
import io.github.bnn4j.core.packed.LayerTime;
import io.github.bnn4j.core.packed.PackedNetwork;
import io.github.bnn4j.core.packed.Session;
import io.github.bnn4j.zoo.Architecture;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A binary network, packed, beside its float counterpart in ONNX Runtime. */
public final class InferenceComparison {

  /** The bytes of the images of a batch: 256 of CIFAR-10. */
  private static final int BATCH_BYTES = 256 * 3072;

  private static final int THREADS = 2;

  /** The bytes of the images whose layers are timed: 2,000 of CIFAR-10. */
  private static final int LAYER_BYTES = 2000 * 3072;

  private InferenceComparison() {}

  /**
   * Measures one network; takes a minute.
   *
   * @param architecture a network of the zoo, or anybody's own that has a float twin
   * @param network the same, packed
   * @param kernel what the network runs on
   */
  public static Map<String, Object> run(
      Architecture architecture, PackedNetwork network, Kernel kernel) {
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("packedBytes", network.toBytes().length);
    report.putAll(oneImage(network, architecture, kernel));
    report.putAll(twoThreads(network));
    report.putAll(batch(network));
    report.put("layerMicroseconds", layers(network));
    report.put("coldStartMs", ColdStart.medianMs(network));
    return report;
  }

  private static Map<String, Object> oneImage(
      PackedNetwork network, Architecture architecture, Kernel kernel) {
    PackedNetwork floats = PackedNetworks.random(FloatCounterpart.of(architecture));
    PackedNetwork shuffled = PackedNetworks.random(FloatCounterpart.shuffled(architecture));
    boolean shuffles = FloatCounterpart.shuffles(architecture);
    byte[] pixels = pixels(network, 1);
    Session session = network.newSession();
    try (OrtModel fp32 = new OrtModel(OnnxExport.toBytes(floats), floats.input(), pixels);
        OrtModel fp32Shuffled =
            new OrtModel(OnnxExport.toBytes(shuffled), shuffled.input(), pixels);
        OrtModel int8 = new OrtModel(new OnnxInt8(floats).export(), floats.input(), pixels)) {
      Map<String, Runnable> contestants = new LinkedHashMap<>();
      contestants.put("oursMs", () -> session.logits(pixels));
      contestants.put("ortFp32Ms", fp32::logits);
      if (shuffles) {
        contestants.put("ortFp32ShuffledMs", fp32Shuffled::logits);
      }
      contestants.put("ortInt8Ms", int8::logits);
      Map<String, Object> report = new LinkedHashMap<>();
      Bound bound = new Bound(kernel);
      Map<String, Runnable> all = new LinkedHashMap<>(contestants);
      bound.addTo(all);
      Map<String, Double> medians = new Turns(60, 40, 10).medians(all);
      contestants.keySet().forEach(name -> report.put(name, medians.get(name)));
      double boundMs = bound.ms(architecture.complexity(), medians);
      report.put("boundMs", boundMs);
      report.put("timesBound", medians.get("oursMs") / boundMs);
      report.put("ratioFp32", medians.get("ortFp32Ms") / medians.get("oursMs"));
      if (shuffles) {
        report.put("ratioFp32Shuffled", medians.get("ortFp32ShuffledMs") / medians.get("oursMs"));
      }
      report.put("ratioInt8", medians.get("ortInt8Ms") / medians.get("oursMs"));
      return report;
    }
  }

  /** The median time of each layer. */
  private static Map<String, Object> layers(PackedNetwork network) {
    Session session = network.newSession();
    byte[] pixels = pixels(network, 1);
    Map<String, Samples> samples = new LinkedHashMap<>();
    for (int i = 0; i < LAYER_BYTES; i += pixels.length) {
      for (LayerTime time : session.times(pixels)) {
        samples.computeIfAbsent(time.layers(), name -> new Samples()).add(time.nanos() / 1e3);
      }
    }
    Map<String, Object> medians = new LinkedHashMap<>();
    samples.forEach((name, times) -> medians.put(name, times.median()));
    return medians;
  }

  /** One image on two threads beside one. */
  private static Map<String, Object> twoThreads(PackedNetwork network) {
    byte[] pixels = pixels(network, 1);
    ExecutorService executor = Executors.newFixedThreadPool(THREADS - 1);
    try {
      Session one = network.newSession();
      Session two = network.newSession(THREADS, executor);
      Map<String, Runnable> contestants = new LinkedHashMap<>();
      contestants.put("oneImageOneThreadMs", () -> one.logits(pixels));
      contestants.put("oneImageTwoThreadsMs", () -> two.logits(pixels));
      Map<String, Double> medians = new Turns(20, 40, 10).medians(contestants);
      Map<String, Object> report = new LinkedHashMap<>(medians);
      report.put(
          "ratioOneImageTwoThreads",
          medians.get("oneImageOneThreadMs") / medians.get("oneImageTwoThreadsMs"));
      return report;
    } finally {
      executor.shutdown();
    }
  }

  private static Map<String, Object> batch(PackedNetwork network) {
    int images = Math.max(THREADS * 2, BATCH_BYTES / network.input().bytes());
    byte[] pixels = pixels(network, images);
    ExecutorService executor = Executors.newFixedThreadPool(THREADS);
    try {
      Map<String, Runnable> contestants = new LinkedHashMap<>();
      contestants.put("one", () -> network.logits(pixels, images, Runnable::run));
      contestants.put("two", () -> network.logits(pixels, images, executor));
      Map<String, Double> medians = new Turns(3, 10, 2).medians(contestants);
      Map<String, Object> report = new LinkedHashMap<>();
      report.put("imagesPerSecondOneThread", images * 1e3 / medians.get("one"));
      report.put("imagesPerSecondTwoThreads", images * 1e3 / medians.get("two"));
      report.put("ratioTwoThreads", medians.get("one") / medians.get("two"));
      return report;
    } finally {
      executor.shutdown();
    }
  }

  private static byte[] pixels(PackedNetwork network, int images) {
    byte[] pixels = new byte[images * network.input().bytes()];
    new Random(1).nextBytes(pixels);
    return pixels;
  }
}
