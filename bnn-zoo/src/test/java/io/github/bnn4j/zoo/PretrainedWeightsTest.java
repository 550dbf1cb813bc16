// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.bnn4j.core.packed.PackedNetwork;
import io.github.bnn4j.layers.Network;
import io.github.bnn4j.layers.Parameter;
import io.github.bnn4j.layers.pack.Packer;
import io.github.bnn4j.layers.train.Distillation;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("locale")
class PretrainedWeightsTest {

  @ParameterizedTest
  @MethodSource("io.github.bnn4j.zoo.PretrainedWeights#all")
  void packedFileIsTheCheckpointPacked(PretrainedWeights weights) {
    PackedNetwork packed =
        Packer.pack(
            weights.network(), weights.architecture().name(), Cifar10.INPUT, Cifar10.LABELS);

    assertThat(Arrays.equals(packed.toBytes(), weights.bytes())).isTrue();
  }

  @ParameterizedTest
  @MethodSource("io.github.bnn4j.zoo.PretrainedWeights#all")
  void networkForOtherClassesHasAllWeightsButThoseOfTheLastBlock(PretrainedWeights weights) {
    Map<String, Parameter> trained = weights.network().parameters();
    Network network = weights.network(weights.architecture().withClasses(3), 1);

    assertThat(network.output().size()).isEqualTo(3);
    assertThat(network.parameters())
        .allSatisfy(
            (name, parameter) -> {
              if (name.startsWith("block9.") || name.startsWith("head.")) {
                assertThat(parameter.value().shape()[0]).isEqualTo(3);
              } else {
                assertThat(parameter.value()).isEqualTo(trained.get(name).value());
              }
            });
  }

  @Test
  void everyNetworkOfTheZooForCifar10HasWeights() {
    for (Architecture architecture : Zoo.all()) {
      if (architecture.input().equals(Cifar10.INPUT)) {
        assertThat(PretrainedWeights.of(architecture).architecture()).isEqualTo(architecture);
      }
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PretrainedWeights.of(NinArchitecture.NIN.withClasses(100)))
        .withMessage(
            "There are no pretrained weights of a network nin for 100 classes and images of [32, 32,"
                + " 3]; there are those of nin, nin-gc, nin-xnor, nin-gc-xnor, resnet12, react12 for"
                + " the 10 classes and the images of CIFAR-10.");
  }

  @ParameterizedTest
  @MethodSource("io.github.bnn4j.zoo.PretrainedWeights#all")
  void everyNetworkCanTeach(PretrainedWeights weights) {
    Network teacher =
        PretrainedWeights.teacher(new Distillation(weights.architecture().name(), 4, 0.5));

    Map<String, Parameter> trained = weights.network().parameters();
    assertThat(teacher.parameters())
        .allSatisfy(
            (name, parameter) ->
                assertThat(parameter.value()).isEqualTo(trained.get(name).value()));
  }

  @Test
  void aTeacherIsOneOfThese() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PretrainedWeights.teacher(new Distillation("vgg", 4, 0.5)))
        .withMessage("There is no pretrained teacher named vgg.");
  }

  @ParameterizedTest
  @MethodSource("io.github.bnn4j.zoo.PretrainedWeights#all")
  void packedNetworkTakesCifarImages(PretrainedWeights weights) {
    PackedNetwork network = weights.load();

    assertThat(network.name()).isEqualTo(weights.architecture().name());
    assertThat(network.input()).isEqualTo(Cifar10.INPUT);
    assertThat(network.labels()).isEqualTo(Cifar10.LABELS);
  }
}
