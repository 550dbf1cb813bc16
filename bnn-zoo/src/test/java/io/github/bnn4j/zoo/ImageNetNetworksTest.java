// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.bnn4j.core.file.BnnFormatException;
import io.github.bnn4j.core.packed.PackedNetwork;
import io.github.bnn4j.core.shape.FeatureShape;
import io.github.bnn4j.layers.Network;
import io.github.bnn4j.layers.Parameter;
import io.github.bnn4j.layers.engine.BoundNetwork;
import io.github.bnn4j.layers.engine.Nd4jEngine;
import io.github.bnn4j.layers.io.SafeTensors;
import io.github.bnn4j.layers.io.Tensor;
import io.github.bnn4j.layers.pack.Packer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The networks for images of 224 x 224. */
class ImageNetNetworksTest {

  private static final int SIDE = 32;
  private static final int CLASSES = 5;

  /** Those of quicknet are in its documentation in Larq Zoo, "13 234 088". */
  @ParameterizedTest
  @CsvSource({"birealnet18, 11689512", "reactnet-a, 29343592", "quicknet, 13234088"})
  void haveTheParametersOfTheirAuthors(String name, long parameters) {
    Network network = Zoo.named(name).orElseThrow().network();

    assertThat(network.parameterCount()).isEqualTo(parameters);
    assertThat(network.input()).isEqualTo(new FeatureShape(224, 224, 3));
    assertThat(network.output()).isEqualTo(new FeatureShape(1, 1, 1000));
  }

  @ParameterizedTest
  @CsvSource({"birealnet18, 32", "reactnet-a, 64", "quicknet, 96"})
  void takeSmallerImagesAndOtherClassesAndArePacked(String name, int side) {
    Architecture whole = Zoo.named(name).orElseThrow();
    Architecture architecture =
        whole.withClasses(CLASSES).withInput(whole.input().withSize(side, side));
    Network network = architecture.network();

    PackedNetwork packed = Packer.pack(network, name, architecture.input(), architecture.labels());

    assertThat(packed.logits(new byte[packed.input().bytes()], 1, Runnable::run)).hasSize(CLASSES);
    assertThat(architecture.withInput(whole.input()).withClasses(1000)).isEqualTo(whole);
  }

  @Test
  void birealnetOfItsAuthorsComputesTheSameHere() {
    assertSame(
        BiRealNetArchitecture.BIREALNET18, (model, image) -> model.birealnet18(image, CLASSES));
  }

  @Test
  void reactnetOfItsAuthorsComputesTheSameHere() {
    assertSame(ReActNetArchitecture.REACTNET_A, (model, image) -> model.reactnet(image, CLASSES));
  }

  @Test
  void filesOfTheAuthorsAreRead(@TempDir Path folder) {
    assertRead(
        folder,
        BiRealNetArchitecture.BIREALNET18,
        (model, image) -> model.birealnet18(image, CLASSES));
    assertRead(
        folder, ReActNetArchitecture.REACTNET_A, (model, image) -> model.reactnet(image, CLASSES));
  }

  /** Their models were trained on several GPUs, which puts a module around all. */
  private static void assertRead(
      Path folder,
      Architecture whole,
      BiFunction<HardBinaryNetwork, HardBinaryNetwork.Features, double[]> run) {
    HardBinaryNetwork model = new HardBinaryNetwork(1);
    run.apply(model, image(1));
    Map<String, Tensor> state = new LinkedHashMap<>();
    model
        .state()
        .forEach(
            (name, tensor) -> {
              state.put("module." + name, tensor);
              if (name.endsWith(".running_var")) {
                state.put(
                    "module." + name.replace("running_var", "num_batches_tracked"),
                    new Tensor(new long[0], new float[1]));
              }
            });
    Path file = folder.resolve(whole.name() + ".safetensors");
    new SafeTensors(state, Map.of()).write(file, SafeTensors.Precision.F32);

    Map<String, Parameter> parameters =
        ImportedNetwork.read(file, small(whole)).network().parameters();

    Map<String, Parameter> expected =
        ImportedNetwork.of("a test", model.state(), small(whole)).network().parameters();
    assertThat(parameters.keySet()).isEqualTo(expected.keySet());
    parameters.forEach(
        (name, parameter) ->
            assertThat(parameter.floats()).as(name).isEqualTo(expected.get(name).floats()));
    assertThat(parameters.get("fc.weight").floats())
        .isEqualTo(model.state().get("fc.weight").values());
  }

  @Test
  void aColumnOfOtherWeightsIsRefused() {
    HardBinaryNetwork model = new HardBinaryNetwork(1);
    model.birealnet18(image(1), CLASSES);
    Map<String, Tensor> state = new LinkedHashMap<>(model.state());
    state.put("layer1.0.binary_conv.weights", new Tensor(new long[] {9, 1}, new float[9]));

    assertThatExceptionOfType(BnnFormatException.class)
        .isThrownBy(
            () -> ImportedNetwork.of("a test", state, small(BiRealNetArchitecture.BIREALNET18)))
        .withMessageContaining(
            "layer1.0.binary_conv.weights has 9 weights, not those of 64 filters of 3 x 3 x 64");
  }

  @Test
  void sidesThatCannotBeHalvedAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> ReActNetArchitecture.REACTNET_A.withInput(ImageNet.INPUT.withSize(100, 224)))
        .withMessage(
            "reactnet-a halves its images 5 times, so their sides must be multiples of 32, not"
                + " 100 x 224.");
  }

  private static Architecture small(Architecture architecture) {
    return architecture.withClasses(CLASSES).withInput(architecture.input().withSize(SIDE, SIDE));
  }

  private static void assertSame(
      Architecture whole, BiFunction<HardBinaryNetwork, HardBinaryNetwork.Features, double[]> run) {
    HardBinaryNetwork model = new HardBinaryNetwork(1);
    HardBinaryNetwork.Features image = image(2);
    double[] expected = run.apply(model, image);

    Network network = ImportedNetwork.of("a test", model.state(), small(whole)).network();

    float[] x = new float[image.x().length];
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) image.at(i % 3, i / 3 / SIDE, i / 3 % SIDE);
    }
    INDArray images = Nd4j.createFromArray(x).reshape(1, SIDE, SIDE, 3);
    try (BoundNetwork bound = new Nd4jEngine().bind(network, 1)) {
      assertClose(bound.forward(images, false).dup('c').data().asFloat(), expected);
    }
    PackedNetwork packed =
        Packer.pack(network, whole.name(), small(whole).input(), small(whole).labels());
    assertClose(packed.newSession().logits(x), expected);
  }

  private static void assertClose(float[] actual, double[] expected) {
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < actual.length; i++) {
      assertThat((double) actual[i]).isCloseTo(expected[i], within(1e-3));
    }
  }

  private static HardBinaryNetwork.Features image(long seed) {
    Random random = new Random(seed);
    double[] x = new double[3 * SIDE * SIDE];
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) random.nextGaussian();
    }
    return new HardBinaryNetwork.Features(x, 3, SIDE);
  }
}
