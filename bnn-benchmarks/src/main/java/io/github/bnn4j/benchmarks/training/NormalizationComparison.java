// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.benchmarks.training;

import io.github.bnn4j.benchmarks.Turns;
import io.github.bnn4j.core.binarize.WeightGradient;
import io.github.bnn4j.core.shape.ConvGeometry;
import io.github.bnn4j.core.shape.FeatureShape;
import io.github.bnn4j.layers.BatchNorm;
import io.github.bnn4j.layers.BinActiv;
import io.github.bnn4j.layers.BinConv2d;
import io.github.bnn4j.layers.Network;
import io.github.bnn4j.layers.Phase;
import io.github.bnn4j.layers.engine.BoundNetwork;
import io.github.bnn4j.layers.engine.Nd4jEngine;
import io.github.bnn4j.layers.engine.OneDnnEngine;
import java.util.LinkedHashMap;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What the fused passes of this library cost beside the library calls they stand for: batch
 * normalisation, sign and its straight-through estimator, forward and backward in training.
 */
public final class NormalizationComparison {

  private static final FeatureShape SHAPE = new FeatureShape(32, 32, 192);
  private static final int BATCH = 32;

  /** Few: what ND4J's operations leave behind stays until a garbage collection. */
  private static final Turns TURNS = new Turns(2, 3, 2);

  private NormalizationComparison() {}

  /** Milliseconds an image, one pass each way, of each; takes half a minute. */
  public static Map<String, Object> run() {
    OneDnnEngine engine = new OneDnnEngine();
    Network block =
        normAndSign()
            .add(
                "conv",
                new BinConv2d(new ConvGeometry(192, 16, 1, 1, 0, 1), WeightGradient.CORRECTED))
            .build();
    Network layers = normAndSign().build();
    block.initialize(1);
    layers.initialize(1);
    OneDnnNormalization oneDnn = new OneDnnNormalization(SHAPE, BATCH);
    Map<String, Object> report = new LinkedHashMap<>();
    try (BoundNetwork fused = engine.bind(block, BATCH);
        BoundNetwork plain = new Nd4jEngine().bind(layers, BATCH)) {
      Runnable fusedStep = step(fused, block);
      report.put("fusedMs", normalizationMs(engine, fusedStep));
      Map<String, Double> medians =
          TURNS.medians(Map.of("oneDnn", oneDnn::run, "nd4j", step(plain, layers)));
      report.put("oneDnnBatchNormMs", medians.get("oneDnn") / BATCH);
      report.put("nd4jMs", medians.get("nd4j") / BATCH);
    }
    report.put("shape", SHAPE.toString());
    report.put("batch", BATCH);
    report.put("provider", engine.description());
    return report;
  }

  private static Network.Builder normAndSign() {
    return Network.builder(SHAPE)
        .add("norm", new BatchNorm(SHAPE.channels()))
        .add("sign", new BinActiv());
  }

  private static Runnable step(BoundNetwork bound, Network network) {
    INDArray x = Nd4j.randn(DataType.FLOAT, network.input().batch(BATCH));
    INDArray gradient = Nd4j.randn(DataType.FLOAT, network.output().batch(BATCH));
    return () -> {
      bound.forward(x, true);
      bound.backward(gradient);
    };
  }

  /** The engine's own clock tells the passes from the convolution between them. */
  private static double normalizationMs(OneDnnEngine engine, Runnable step) {
    int steps = 300;
    for (int i = 0; i < steps; i++) {
      step.run();
    }
    double before = engine.timings().get(Phase.NORMALIZATION);
    for (int i = 0; i < steps; i++) {
      step.run();
    }
    double seconds = engine.timings().get(Phase.NORMALIZATION) - before;
    return seconds * 1e3 / steps / BATCH;
  }
}
