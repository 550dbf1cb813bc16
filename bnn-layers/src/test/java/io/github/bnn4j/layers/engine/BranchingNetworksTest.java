// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.bnn4j.core.binarize.Scaling;
import io.github.bnn4j.core.graph.Join;
import io.github.bnn4j.core.shape.ConvGeometry;
import io.github.bnn4j.core.shape.FeatureShape;
import io.github.bnn4j.layers.BatchNorm;
import io.github.bnn4j.layers.BinActiv;
import io.github.bnn4j.layers.BinConv2d;
import io.github.bnn4j.layers.Conv2d;
import io.github.bnn4j.layers.GaussianArrays;
import io.github.bnn4j.layers.Network;
import io.github.bnn4j.layers.Parameter;
import io.github.bnn4j.layers.Pool;
import io.github.bnn4j.layers.RandomGraphs;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import net.jqwik.api.Assume;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Tag;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Networks whose values have several readers: gradients add up, and buffers are not mixed up. */
@Tag("kernel")
class BranchingNetworksTest {

  private static final int BATCH = 2;
  private static final double STEP = 0.02;

  /** Values this close to where something turns may be rounded to its other side. */
  private static final double MARGIN = 1e-5;

  @Property(tries = 20, seed = "1", shrinking = ShrinkingMode.OFF)
  void gradientsAreTheDerivativesOfTheLoss(
      @ForAll @IntRange(min = 1, max = 9) int nodes, @ForAll int seed) {
    Random random = new Random(seed);
    Network network = RandomGraphs.next(random, nodes, true);
    randomize(network, random);
    INDArray x = GaussianArrays.next(random, network.input().batch(BATCH));
    INDArray weights = GaussianArrays.next(random, network.output().batch(BATCH));
    try (BoundNetwork bound = new Nd4jEngine().bind(network, BATCH)) {
      network.randomize(seed);
      bound.forward(x, true);
      bound.backward(weights);
      Map<String, Parameter> parameters = network.parameters();
      double scale =
          parameters.values().stream()
              .filter(Parameter::isTrained)
              .mapToDouble(p -> p.gradient().normmaxNumber().doubleValue())
              .reduce(1, Math::max);
      parameters.forEach(
          (name, parameter) -> {
            if (parameter.isTrained()) {
              compare(name, parameter, () -> loss(network, seed, bound, x, weights), scale);
            }
          });
    }
  }

  private static void compare(String name, Parameter parameter, DoubleSupplier loss, double scale) {
    INDArray gradient = parameter.gradient().dup();
    int chosen = Math.floorMod(name.hashCode(), (int) gradient.length());
    float value = parameter.value().getFloat(chosen);
    parameter.value().putScalar(chosen, value + STEP);
    double above = loss.getAsDouble();
    parameter.value().putScalar(chosen, value - STEP);
    double below = loss.getAsDouble();
    parameter.value().putScalar(chosen, value);
    assertThat(gradient.getDouble(chosen) / scale)
        .as("gradient of %s, over %s", name, scale)
        .isCloseTo((above - below) / (2 * STEP) / scale, within(1e-2));
  }

  private static double loss(
      Network network, int seed, BoundNetwork bound, INDArray x, INDArray weights) {
    network.randomize(seed); // so that the same values are dropped
    float[] outputs = bound.forward(x, true).dup('c').data().asFloat();
    float[] factors = weights.data().asFloat();
    double loss = 0;
    for (int i = 0; i < outputs.length; i++) {
      loss += (double) outputs[i] * factors[i];
    }
    return loss;
  }

  private static void randomize(Network network, Random random) {
    network.initialize(random.nextLong());
    network.parameters().values().stream()
        .filter(Parameter::isTrained)
        .forEach(p -> p.value().addi(GaussianArrays.next(random, p.value().shape()).muli(0.3)));
  }

  @Property(tries = 60, seed = "1", shrinking = ShrinkingMode.OFF)
  void bothEnginesAgree(@ForAll @IntRange(min = 1, max = 14) int nodes, @ForAll int seed) {
    assertBothEnginesAgree(() -> RandomGraphs.next(new Random(seed), nodes, false), seed);
  }

  @Example
  void sumsOfABlockThatIsCountedMayHaveOtherReaders() {
    ConvGeometry geometry = new ConvGeometry(64, 64, 3, 1, 1, 1);
    assertBothEnginesAgree(
        () ->
            Network.builder(new FeatureShape(4, 4, 64))
                .add("stem", new Conv2d(new ConvGeometry(64, 64, 1, 1, 0, 1)))
                .add("sign", new BinActiv())
                .add("sums", new BinConv2d(geometry, new Scaling.None()))
                .add("norm", new BatchNorm(64))
                .join("end", Join.ADD, "norm", "stem")
                .add("pool", Pool.average(3, 1, 1), "sums")
                .join("all", Join.ADD, "end", "pool")
                .build(),
        1);
  }

  private static void assertBothEnginesAgree(Supplier<Network> networks, int seed) {
    assumeTrue(OneDnnEngine.isAvailable());
    Network fast = networks.get();
    Network reference = networks.get();
    fast.initialize(seed);
    reference.initialize(seed);
    boolean binary = seed % 3 != 0;
    fast.binarizeWeights(binary);
    reference.binarizeWeights(binary);
    Random random = new Random(seed);
    INDArray x = GaussianArrays.next(random, fast.input().batch(BATCH));
    INDArray gradient = GaussianArrays.next(random, fast.output().batch(BATCH));
    Network judge = networks.get();
    judge.initialize(seed);
    judge.binarizeWeights(binary);
    List.of(fast, reference, judge).forEach(network -> network.randomize(seed));
    Assume.that(RandomGraphs.margin(judge, x, true) > MARGIN);
    try (BoundNetwork fastNetwork = new OneDnnEngine(false).bind(fast, BATCH);
        BoundNetwork referenceNetwork = new Nd4jEngine().bind(reference, BATCH)) {
      assertClose("output", fastNetwork.forward(x, true), referenceNetwork.forward(x, true), 1);
      fastNetwork.backward(gradient);
      referenceNetwork.backward(gradient);
      double scale =
          reference.parameters().values().stream()
              .filter(Parameter::isTrained)
              .mapToDouble(p -> p.gradient().norm2Number().doubleValue())
              .reduce(1, Math::max);
      fast.parameters()
          .forEach(
              (name, parameter) -> {
                Parameter expected = reference.parameters().get(name);
                if (parameter.isTrained()) {
                  assertClose(name, parameter.gradient(), expected.gradient(), scale);
                } else {
                  assertClose(name, parameter.value(), expected.value(), 1);
                }
              });
    }
  }

  private static void assertClose(String name, INDArray actual, INDArray expected, double scale) {
    double size = Math.max(scale, expected.norm2Number().doubleValue());
    assertThat(actual.sub(expected).norm2Number().doubleValue() / size)
        .as("%s, difference relative to %s", name, size)
        .isLessThan(1e-4);
  }

  @Example
  void aValueJoinedWithItselfHasTwiceTheGradient() {
    Network network =
        Network.builder(new FeatureShape(1, 1, 2))
            .add("pool", Pool.average(1, 1, 0))
            .join("twice", Join.ADD, "pool", "pool")
            .join("thrice", Join.CONCAT, "twice", "pool", "twice")
            .build();
    try (BoundNetwork bound = new Nd4jEngine().bind(network, 1)) {
      INDArray x = Nd4j.createFromArray(3f, 5f).reshape(1, 1, 1, 2);

      assertThat(bound.forward(x, true).data().asFloat()).containsExactly(6, 10, 3, 5, 6, 10);
    }
  }
}
