// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.bnn4j.core.graph.Graph;
import io.github.bnn4j.core.graph.Node;
import io.github.bnn4j.core.packed.PackedNetwork;
import io.github.bnn4j.core.packed.Session;
import io.github.bnn4j.core.packed.layer.FloatThreshold;
import io.github.bnn4j.core.packed.layer.ImageSpec;
import io.github.bnn4j.core.packed.layer.PackedLayer;
import io.github.bnn4j.core.packed.layer.ValueShape;
import io.github.bnn4j.examples.cifar10.Cifar10Dataset;
import io.github.bnn4j.layers.Layer;
import io.github.bnn4j.layers.Network;
import io.github.bnn4j.layers.engine.BoundNetwork;
import io.github.bnn4j.layers.engine.Engine;
import io.github.bnn4j.layers.train.Evaluator;
import io.github.bnn4j.layers.train.ImageDataset;
import io.github.bnn4j.zoo.Cifar10;
import io.github.bnn4j.zoo.PretrainedWeights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The packed react12 and the float network it was packed from. Between them lies rounding: each
 * adds up a stream of numbers in an order of its own, and a number next to a threshold may get the
 * other sign. So each part of the packed network from one sign to the next is fed the numbers of
 * the float network, and must make the same signs but within the bound of docs/arithmetic.md.
 *
 * <p>{@code -Dbnn4j.agreement=all} takes all 10,000 test images, a few minutes of work.
 */
@Tag("kernel")
class ResidualAgreementTest {

  private static final double BOUND = 0x1p-20;
  private static final int BATCH = 50;
  private static final int CLASSES = Cifar10.LABELS.size();
  private static final boolean ALL = "all".equals(System.getProperty("bnn4j.agreement", ""));

  private final Network network = PretrainedWeights.REACT12.network();
  private final PackedNetwork packed = PretrainedWeights.REACT12.load();
  private final Engine engine = Engine.exact();

  @Test
  void packedAndFloatNetworkGiveTheSameClassesAndEachOtherOneIsTracedToRounding() {
    ImageDataset images = Cifar10Dataset.embeddedTest().subset(0, ALL ? 10_000 : 500);
    float[] actual = packed.logits(images.pixels(), images.size(), ForkJoinPool.commonPool());
    float[] expected = floatLogits(images);

    int[] differing =
        IntStream.range(0, images.size())
            .filter(i -> best(expected, i) != best(actual, i))
            .toArray();
    if (ALL) {
      System.out.printf(
          "react12: packed and float agree on %d of %d images, %.2f and %.2f %% right%n",
          images.size() - differing.length,
          images.size(),
          top1(images, actual),
          top1(images, expected));
    }
    assertThat(differing).hasSizeLessThanOrEqualTo(images.size() / 500);
    assertThat(top1(images, actual)).isCloseTo(top1(images, expected), within(ALL ? 0.1 : 0.2));
    for (int image : differing) {
      assertThat(signsThatRoundingTurned(images.subset(image, image + 1)))
          .as("signs of image %d that rounding alone turned", image)
          .isPositive();
    }
  }

  @Test
  void signsDifferOnlyWithinTheBoundLayerByLayer() {
    signsThatRoundingTurned(Cifar10Dataset.embeddedTest().subset(0, 4));
  }

  /** Asserts the bound for every sign, and returns how many signs differ. */
  private int signsThatRoundingTurned(ImageDataset images) {
    int turned = 0;
    float[] before = input(images);
    int start = 0;
    Graph<PackedLayer> graph = packed.graph();
    for (int value = 1; value <= graph.output(); value++) {
      if (graph.node(value) instanceof Node.Unary<PackedLayer> sign
          && sign.layer() instanceof FloatThreshold threshold) {
        float[] expected = floatValues(sign.name(), images);
        float[] actual = part(start, sign.input(), before, images.size());
        turned += compare(sign.name(), threshold, expected, actual);
        before = expected;
        start = sign.input();
      }
    }
    assertThat(start).as("a sign was met").isPositive();
    return turned;
  }

  private static int compare(String name, FloatThreshold threshold, float[] x, float[] y) {
    assertThat(y).hasSameSizeAs(x);
    double largest = IntStream.range(0, x.length).mapToDouble(i -> Math.abs(x[i])).max().orElse(0);
    float[] limits = threshold.threshold();
    int turned = 0;
    for (int i = 0; i < x.length; i++) {
      float limit = limits[i % limits.length];
      if (x[i] >= limit != y[i] >= limit) {
        turned++;
        assertThat(Math.abs((double) x[i] - limit))
            .as("distance from its threshold of number %d in front of %s", i, name)
            .isLessThanOrEqualTo(BOUND * largest);
      }
    }
    return turned;
  }

  private float[] floatLogits(ImageDataset images) {
    try (BoundNetwork bound = engine.bind(network, BATCH)) {
      return new Evaluator(bound, Cifar10.INPUT).logits(images);
    }
  }

  private static float[] input(ImageDataset images) {
    byte[] pixels = images.pixels();
    float[] numbers = new float[pixels.length];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = Cifar10.INPUT.normalise(pixels[i] & 0xFF, i % Cifar10.CHANNELS);
    }
    return numbers;
  }

  /** What the float network has in front of one of its signs. */
  private float[] floatValues(String sign, ImageDataset images) {
    try (BoundNetwork bound = engine.bind(upTo(sign), images.size())) {
      INDArray x =
          Nd4j.createFromArray(input(images)).reshape(network.input().batch(images.size()));
      return bound.forward(x, false).dup('c').data().asFloat();
    }
  }

  private Network upTo(String sign) {
    Network.Builder builder = Network.builder(network.input());
    List<String> names = new ArrayList<>(List.of(Graph.INPUT));
    for (Node<Layer> node : network.graph().nodes()) {
      if (node.name().equals(sign)) {
        return builder.build();
      }
      String[] inputs = node.inputs().stream().map(names::get).toArray(String[]::new);
      if (node instanceof Node.Unary<Layer> unary) {
        builder.add(unary.name(), unary.layer(), inputs[0]);
      } else {
        builder.join(node.name(), ((Node.Join<Layer>) node).how(), inputs);
      }
      names.add(node.name());
    }
    throw new IllegalArgumentException("There is no sign " + sign + ".");
  }

  /** Runs the part of the packed network from one of its values to another, image by image. */
  private float[] part(int from, int to, float[] numbers, int images) {
    ValueShape input = packed.shapes().get(from);
    int outputs = packed.shapes().get(to).size();
    float[] ones = new float[input.channels()];
    Arrays.fill(ones, 1);
    PackedNetwork.Builder builder =
        PackedNetwork.builder()
            .setName("part")
            .setInput(
                new ImageSpec(
                    input.height(), input.width(), input.channels(), new float[ones.length], ones))
            .setLabels(Collections.nCopies(outputs, "number"));
    Map<Integer, String> names = new HashMap<>(Map.of(from, Graph.INPUT));
    for (int value = from + 1; value <= to; value++) {
      Node<PackedLayer> node = packed.graph().node(value);
      String[] inputs = node.inputs().stream().map(names::get).toArray(String[]::new);
      if (node instanceof Node.Unary<PackedLayer> unary) {
        builder.add(node.name(), unary.layer(), inputs[0]);
      } else {
        builder.join(node.name(), ((Node.Join<PackedLayer>) node).how(), inputs);
      }
      names.put(value, node.name());
    }
    Session session = builder.build().newSession();
    float[] made = new float[images * outputs];
    int size = numbers.length / images;
    for (int i = 0; i < images; i++) {
      float[] image = Arrays.copyOfRange(numbers, i * size, (i + 1) * size);
      System.arraycopy(session.logits(image), 0, made, i * outputs, outputs);
    }
    return made;
  }

  private static double top1(ImageDataset images, float[] logits) {
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
