// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.bnn4j.core.packed.PackedNetwork;
import io.github.bnn4j.core.packed.layer.ImageSpec;
import io.github.bnn4j.core.shape.FeatureShape;
import io.github.bnn4j.layers.Network;
import io.github.bnn4j.layers.pack.Packer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The networks of the zoo for images of other sizes than they were made for. */
class OtherImagesTest {

  @ParameterizedTest
  @ValueSource(ints = {32, 64, 96, 128, 224})
  void haveTheSameParametersForEverySize(int side) {
    for (PretrainedWeights weights : PretrainedWeights.all()) {
      Architecture architecture = weights.architecture();
      Architecture other = architecture.withInput(architecture.input().withSize(side, side));

      Network network = other.network();
      assertThat(network.input()).isEqualTo(new FeatureShape(side, side, 3));
      assertThat(network.output()).isEqualTo(new FeatureShape(1, 1, other.classes()));
      assertThat(network.parameterCount()).isEqualTo(architecture.network().parameterCount());
      assertThat(other.withClasses(7).input()).isEqualTo(other.input());
      assertThat(other.withInput(architecture.input())).isEqualTo(architecture);
    }
  }

  @Test
  void arePackedForTheirSize() {
    ImageSpec input = Cifar10.INPUT.withSize(48, 40);
    Architecture architecture = ResNetArchitecture.REACT12.withInput(input);
    Network network = architecture.network();
    network.initialize(1);

    PackedNetwork packed =
        Packer.pack(network, architecture.name(), architecture.input(), architecture.labels());

    assertThat(packed.input()).isEqualTo(input);
    assertThat(packed.logits(new byte[input.bytes()], 1, Runnable::run)).hasSize(10);
  }

  @Test
  void aRecipeForThemHasNoTeacherWhoseImagesAreOthers() {
    Recipe recipe = Recipe.REACT12.withInput(Cifar10.INPUT.withSize(64, 64));

    assertThat(recipe.architecture().input().height()).isEqualTo(64);
    assertThat(recipe.cycles())
        .allMatch(cycle -> cycle.input().height() == 64 && cycle.distillation().isEmpty());
    assertThat(Recipe.REACT12.withInput(Cifar10.INPUT)).isEqualTo(Recipe.REACT12);
  }

  @Test
  void whatCannotBeHalvedIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ResNetArchitecture.REACT12.withInput(Cifar10.INPUT.withSize(33, 33)))
        .withMessage(
            "react12 halves its images 2 times, so their sides must be multiples of 4, not 33 x"
                + " 33.");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> NinArchitecture.NIN.withInput(Cifar10.INPUT.withSize(32, 40)))
        .withMessage("nin takes images that are squares, not of 32 x 40.");
  }
}
