// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.zoo;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bnn4j.core.packed.PackedNetwork;
import io.github.bnn4j.layers.pack.Packer;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PretrainedWeightsTest {

  @ParameterizedTest
  @EnumSource
  void packedFileIsTheCheckpointPacked(PretrainedWeights weights) {
    PackedNetwork packed =
        Packer.pack(
            weights.network(), weights.architecture().name(), Cifar10.INPUT, Cifar10.LABELS);

    assertThat(Arrays.equals(packed.toBytes(), weights.bytes())).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void packedNetworkTakesCifarImages(PretrainedWeights weights) {
    PackedNetwork network = weights.load();

    assertThat(network.name()).isEqualTo(weights.architecture().name());
    assertThat(network.input()).isEqualTo(Cifar10.INPUT);
    assertThat(network.labels()).isEqualTo(Cifar10.LABELS);
  }
}
