// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.github.bnn4j.core.onnx.OnnxExport;
import io.github.bnn4j.core.packed.PackedNetwork;
import io.github.bnn4j.core.packed.layer.ImageSpec;
import io.github.bnn4j.layers.GaussianArrays;
import io.github.bnn4j.layers.Network;
import io.github.bnn4j.layers.Parameter;
import io.github.bnn4j.layers.Parameter.Role;
import io.github.bnn4j.layers.RandomGraphs;
import io.github.bnn4j.layers.engine.BoundNetwork;
import io.github.bnn4j.layers.engine.Nd4jEngine;
import java.io.ByteArrayInputStream;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.IntRange;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A network of any layers and joins has the logits of the reference whatever computes them: packed
 * on one thread and on two, read back from its file, exported to ONNX Runtime.
 */
@Tag("kernel")
class PackedGraphsTest {

  private static final ImageSpec SPEC =
      new ImageSpec(5, 6, 4, new float[] {0, 50, 100, 120}, new float[] {99, 88, 77, 66});

  /** Values this close to a threshold may be rounded to its other side in float. */
  private static final double MARGIN = 5e-5;

  @Property(tries = 60, shrinking = ShrinkingMode.OFF)
  void everyWayToRunAPackedGraphGivesTheLogitsOfTheReference(
      @ForAll @IntRange(min = 1, max = 12) int nodes, @ForAll long seed) throws OrtException {
    Random random = new Random(seed);
    Network network = RandomGraphs.next(random, nodes, false);
    network.initialize(seed);
    network.parameters().values().forEach(parameter -> shake(parameter, random));
    byte[] pixels = new byte[SPEC.bytes()];
    random.nextBytes(pixels);
    float[] x = new float[pixels.length];
    for (int i = 0; i < x.length; i++) {
      x[i] = SPEC.normalise(pixels[i] & 0xFF, i % SPEC.channels());
    }
    INDArray image = Nd4j.createFromArray(x).reshape(RandomGraphs.INPUT.batch(1));
    Assume.that(RandomGraphs.margin(network, image, false) > MARGIN);
    float[] expected = reference(network, image);

    PackedNetwork packed = Packer.pack(network, "graph", SPEC, List.of("a", "b", "c", "d"));

    float[] logits = packed.newSession().logits(x);
    assertClose("packed", logits, expected);
    assertThat(onTwoThreads(packed, x)).isEqualTo(logits);
    byte[] file = packed.toBytes();
    PackedNetwork read = PackedNetwork.read(new ByteArrayInputStream(file));
    assertThat(read.toBytes()).isEqualTo(file);
    assertThat(read.newSession().logits(x)).isEqualTo(logits);
    assertClose("exported", exported(packed, x), expected);
  }

  /** Away from what a fresh layer has, where no scale is 1 and no shift is 0. */
  private static void shake(Parameter parameter, Random random) {
    if (parameter.role() == Role.NORM || parameter.role() == Role.BIAS) {
      parameter.value().addi(GaussianArrays.next(random, parameter.value().shape()).muli(0.5));
    } else if (parameter.role() == Role.STATISTIC) {
      parameter.value().addi(0.3 * random.nextDouble());
    }
  }

  private static float[] reference(Network network, INDArray image) {
    try (BoundNetwork bound = new Nd4jEngine().bind(network, 1)) {
      return bound.forward(image, false).dup('c').data().asFloat();
    }
  }

  private static float[] onTwoThreads(PackedNetwork network, float[] image) {
    ExecutorService helper = Executors.newSingleThreadExecutor();
    try {
      return network.newSession(2, helper).logits(image);
    } finally {
      helper.shutdownNow();
    }
  }

  private static float[] exported(PackedNetwork network, float[] image) throws OrtException {
    int pixels = SPEC.height() * SPEC.width();
    float[] planes = new float[image.length];
    for (int i = 0; i < image.length; i++) {
      planes[i % SPEC.channels() * pixels + i / SPEC.channels()] = image[i];
    }
    long[] shape = {1, SPEC.channels(), SPEC.height(), SPEC.width()};
    OrtEnvironment runtime = OrtEnvironment.getEnvironment();
    try (OrtSession session = runtime.createSession(OnnxExport.toBytes(network));
        OnnxTensor input = OnnxTensor.createTensor(runtime, FloatBuffer.wrap(planes), shape);
        OrtSession.Result result = session.run(Map.of(OnnxExport.INPUT, input))) {
      return ((float[][]) result.get(OnnxExport.OUTPUT).orElseThrow().getValue())[0];
    }
  }

  private static void assertClose(String how, float[] actual, float[] expected) {
    assertThat(actual).hasSameSizeAs(expected);
    double size = 1;
    for (float logit : expected) {
      size = Math.max(size, Math.abs(logit));
    }
    for (int i = 0; i < expected.length; i++) {
      assertThat((double) actual[i]).as(how).isCloseTo(expected[i], within(1e-4 * size));
    }
  }
}
