// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.bnn4j.core.graph.Join;
import io.github.bnn4j.core.shape.ConvGeometry;
import io.github.bnn4j.core.shape.FeatureShape;
import org.junit.jupiter.api.Test;

class NetworkTest {

  private static final FeatureShape INPUT = TinyNetworks.INPUT;

  @Test
  void parametersAreNamedAfterLayerAndRoleInOrder() {
    Network network =
        Network.builder(INPUT)
            .add("first.conv", new Conv2d(new ConvGeometry(3, 4, 3, 1, 1, 1)))
            .add("norm", new BatchNorm(4))
            .build();

    assertThat(network.parameters().keySet())
        .containsExactly(
            "first.conv.weight",
            "first.conv.bias",
            "norm.weight",
            "norm.bias",
            "norm.running_mean",
            "norm.running_var");
    assertThat(network.parameterCount()).isEqualTo(4 * 9 * 3 + 4 + 4 + 4);
    assertThatThrownBy(() -> network.layers().clear())
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void namesAreUnique() {
    Network.Builder builder = Network.builder(INPUT).add("relu", new ReLU());

    assertThatThrownBy(() -> builder.add("relu", new ReLU()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "The name relu is taken; the names of nodes are unique, and input is the input's.");
  }

  @Test
  void aLayerThatDoesNotFitIsNamed() {
    Network.Builder builder =
        Network.builder(INPUT).add("relu", new ReLU()).add("norm", new BatchNorm(5));

    assertThatThrownBy(builder::build)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Layer norm does not fit: A normalisation of 5 channels cannot take an input of shape"
                + " [8, 8, 3].");
  }

  @Test
  void shapesGoFromTheImageToTheLogits() {
    Network network = TinyNetworks.binary(5);

    assertThat(network.input()).isEqualTo(INPUT);
    assertThat(network.shapes()).hasSize(network.layers().size() + 1).startsWith(INPUT);
    assertThat(network.output()).isEqualTo(new FeatureShape(1, 1, 5));
  }

  @Test
  void descriptionSaysWhatIsReadWhereItIsNotTheLineBefore() {
    Network network =
        Network.builder(INPUT)
            .add("relu", new ReLU())
            .add("pool", Pool.average(3, 1, 1))
            .add("other", new ReLU(), "relu")
            .join("sum", Join.ADD, "pool", "other")
            .build();

    assertThat(network.description())
        .isEqualTo(
            """
            input: [8, 8, 3]
            relu: ReLU
            pool: average pool, kernel 3, stride 1, padding 1
            other: ReLU of relu
            sum: ADD of pool, other""");
  }

  @Test
  void joinsThatDoNotFitAreNamed() {
    Network.Builder builder =
        Network.builder(INPUT)
            .add("pool", Pool.average(2, 2, 0))
            .join("sum", Join.ADD, "input", "pool");

    assertThatThrownBy(builder::build)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Join sum does not fit: A sum needs values of one shape, not [8, 8, 3] and [4, 4, 3].");
  }

  @Test
  void aLayerWithParametersBelongsToOneNode() {
    Layer conv = new Conv2d(new ConvGeometry(3, 3, 1, 1, 0, 1));
    Layer relu = new ReLU();
    Network.Builder builder =
        Network.builder(INPUT)
            .add("conv", conv)
            .add("relu", relu)
            .add("again", conv)
            .add("once more", relu);

    assertThatThrownBy(builder::build)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Nodes conv and again have one layer, Conv2d 3 -> 3, kernel 1, stride 1, padding 0,"
                + " groups 1; one with parameters belongs to one node, so make another.");
    assertThat(Network.builder(INPUT).add("relu", relu).add("again", relu).build().layers())
        .hasSize(2);
  }

  @Test
  void theSameSeedGivesTheSameParametersAndAnotherSeedOthers() {
    assertThat(TinyNetworks.values(seeded(1))).isEqualTo(TinyNetworks.values(seeded(1)));
    assertThat(TinyNetworks.values(seeded(1)).get("conv1.weight"))
        .isNotEqualTo(TinyNetworks.values(seeded(2)).get("conv1.weight"));
  }

  @Test
  void freshWeightsHaveTheirDeviations() {
    Network network =
        Network.builder(new FeatureShape(9, 9, 16))
            .add("conv", new Conv2d(new ConvGeometry(16, 64, 3, 1, 1, 1)))
            .build();
    network.initialize(4);

    double deviation = network.parameters().get("conv.weight").value().stdNumber().doubleValue();

    assertThat(deviation).isBetween(0.97 * Math.sqrt(2 / 144.0), 1.03 * Math.sqrt(2 / 144.0));
    assertThat(network.parameters().get("conv.bias").value().normmaxNumber().doubleValue())
        .isZero();
  }

  @Test
  void freshLatentWeightsAreAlreadyCentred() {
    Parameter latent = seeded(1).parameters().get("conv2.weight");

    assertThat(latent.value().mean(3).normmaxNumber().doubleValue()).isLessThan(1e-6);
    assertThat(latent.value().normmaxNumber().doubleValue()).isPositive();
  }

  private static Network seeded(long seed) {
    Network network = TinyNetworks.binary(5);
    network.initialize(seed);
    return network;
  }
}
