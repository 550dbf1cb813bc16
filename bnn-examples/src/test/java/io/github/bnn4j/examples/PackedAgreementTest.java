// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.bnn4j.core.bit.BitTensor;
import io.github.bnn4j.core.packed.PackedNetwork;
import io.github.bnn4j.core.packed.layer.AvgPoolThreshold;
import io.github.bnn4j.core.packed.layer.FloatConv2d;
import io.github.bnn4j.core.packed.layer.FloatThreshold;
import io.github.bnn4j.core.packed.layer.ImageSpec;
import io.github.bnn4j.core.packed.layer.IntThreshold;
import io.github.bnn4j.core.packed.layer.PackedLayer;
import io.github.bnn4j.core.shape.ConvGeometry;
import io.github.bnn4j.core.shape.FeatureShape;
import io.github.bnn4j.examples.cifar10.Cifar10Dataset;
import io.github.bnn4j.layers.BinActiv;
import io.github.bnn4j.layers.Layer;
import io.github.bnn4j.layers.Network;
import io.github.bnn4j.layers.engine.BoundNetwork;
import io.github.bnn4j.layers.engine.Engine;
import io.github.bnn4j.layers.train.Evaluator;
import io.github.bnn4j.layers.train.ImageDataset;
import io.github.bnn4j.zoo.Cifar10;
import io.github.bnn4j.zoo.PretrainedWeights;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A shipped packed network and the float network it was packed from, on half of the test images in
 * the vector lane, and on the first of them in the slower scalar one.
 */
@Tag("kernel")
@ParameterizedClass
@MethodSource("binaryChains")
class PackedAgreementTest {

  /** In a chain each difference can be traced to the one sign that rounding turned. */
  static Stream<PretrainedWeights> binaryChains() {
    return GoldenLogitsTest.binaryNetworks().filter(it -> it.network().graph().isChain());
  }

  private static final int BATCH = 100;
  private static final int CLASSES = Cifar10.LABELS.size();

  private static final boolean IS_VECTOR_LANE =
      "vector".equals(System.getProperty("bnn4j.expectedKernel"));

  /** float32 leaves this much between two orders of summation. */
  private static final double ROUNDING = 1e-4;

  private final Network network;
  private final PackedNetwork packed;
  private final ImageDataset images =
      Cifar10Dataset.embeddedTest().subset(0, IS_VECTOR_LANE ? 5_000 : 2_000);
  private final Engine engine = Engine.exact();

  PackedAgreementTest(PretrainedWeights weights) {
    network = weights.network();
    packed = weights.load();
  }

  @Test
  void packedAndFloatNetworkAgreeButForRoundingAtThresholds() {
    float[] expected = floatLogits();
    float[] actual = packed.logits(images.pixels(), images.size(), ForkJoinPool.commonPool());

    int[] differing =
        IntStream.range(0, images.size())
            .filter(i -> best(expected, i) != best(actual, i))
            .toArray();
    assertThat(differing)
        .as("images with another class")
        .hasSizeLessThanOrEqualTo(images.size() / 1_000);
    assertThat(top1(actual)).isCloseTo(top1(expected), within(0.05));
    for (int image : differing) {
      assertThat(originOfDifference(image, expected))
          .as("image %d: number of the sign at which rounding tells the two apart", image)
          .isPositive();
    }
  }

  private float[] floatLogits() {
    try (BoundNetwork bound = engine.bind(network, BATCH)) {
      return new Evaluator(bound, Cifar10.INPUT).logits(images);
    }
  }

  /**
   * The first sign, from 1, from whose bits in the float network the packed network computes the
   * float network's logits; there, some value must lie on its threshold but for rounding.
   */
  private int originOfDifference(int image, float[] expected) {
    float[] wanted = Arrays.copyOfRange(expected, image * CLASSES, (image + 1) * CLASSES);
    long signs = network.layers().values().stream().filter(BinActiv.class::isInstance).count();
    for (int sign = 1; sign <= signs; sign++) {
      float[] bits = valuesAt(sign, true, image);
      if (isClose(logitsFromBits(sign, bits), wanted)) {
        assertThat(smallestMagnitude(valuesAt(sign, false, image))).isLessThan(ROUNDING);
        return sign;
      }
    }
    return 0;
  }

  /** What the float network has right after, or right before, one of its signs. */
  private float[] valuesAt(int sign, boolean after, int image) {
    try (BoundNetwork bound = engine.bind(upTo(sign, after), 1)) {
      ImageDataset one = images.subset(image, image + 1);
      float[] input = new float[one.pixels().length];
      for (int i = 0; i < input.length; i++) {
        input[i] = Cifar10.INPUT.normalise(one.pixels()[i] & 0xFF, i % Cifar10.CHANNELS);
      }
      INDArray x = Nd4j.createFromArray(input).reshape(network.input().batch(1));
      return bound.forward(x, false).dup('c').data().asFloat();
    }
  }

  private Network upTo(int sign, boolean inclusive) {
    Network.Builder builder = Network.builder(network.input());
    int seen = 0;
    for (Map.Entry<String, Layer> entry : network.layers().entrySet()) {
      boolean last = entry.getValue() instanceof BinActiv && ++seen == sign;
      if (!last || inclusive) {
        builder.add(entry.getKey(), entry.getValue());
      }
      if (last) {
        return builder.build();
      }
    }
    throw new IllegalArgumentException("There is no sign " + sign + ".");
  }

  /** Runs what the packed network has after one of its signs. */
  private float[] logitsFromBits(int sign, float[] bits) {
    FeatureShape shape = upTo(sign, true).output();
    int channels = shape.channels();
    float[] ones = new float[channels];
    Arrays.fill(ones, 1);
    PackedNetwork rest =
        PackedNetwork.builder()
            .setName("rest")
            .setInput(
                new ImageSpec(shape.height(), shape.width(), channels, new float[channels], ones))
            .setLabels(packed.labels())
            .add(
                new FloatConv2d(
                    new ConvGeometry(channels, channels, 1, 1, 0, channels),
                    ones,
                    new float[channels]))
            .add(new FloatThreshold(new float[channels], BitTensor.zeros(channels)))
            .addAll(afterThreshold(sign))
            .build();
    return rest.newSession().logits(bits);
  }

  private List<PackedLayer> afterThreshold(int sign) {
    int seen = 0;
    int next = 0;
    while (seen < sign) {
      PackedLayer layer = packed.graph().layers().get(next++);
      boolean threshold =
          layer instanceof FloatThreshold
              || layer instanceof IntThreshold
              || layer instanceof AvgPoolThreshold;
      seen += threshold ? 1 : 0;
    }
    return packed.graph().layers().subList(next, packed.graph().layers().size());
  }

  private static boolean isClose(float[] a, float[] b) {
    return IntStream.range(0, a.length).allMatch(k -> Math.abs(a[k] - b[k]) < 10 * ROUNDING);
  }

  private static double smallestMagnitude(float[] values) {
    return IntStream.range(0, values.length).mapToDouble(i -> Math.abs(values[i])).min().orElse(1);
  }

  private double top1(float[] logits) {
    long correct =
        IntStream.range(0, images.size())
            .filter(i -> best(logits, i) == images.labels()[i])
            .count();
    return 100.0 * correct / images.size();
  }

  private static int best(float[] logits, int image) {
    int best = 0;
    for (int k = 1; k < CLASSES; k++) {
      if (logits[image * CLASSES + k] > logits[image * CLASSES + best]) {
        best = k;
      }
    }
    return best;
  }
}
