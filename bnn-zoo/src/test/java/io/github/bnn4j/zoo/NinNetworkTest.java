// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.zoo;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bnn4j.layers.Network;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NinNetworkTest {

  @ParameterizedTest
  @CsvSource({"nin, 969822", "nin-gc, 722462", "nin-xnor, 969822", "nin-gc-xnor, 720926"})
  void networkHasExactlyThePublishedNumberOfParameters(String name, long parameters) {
    Network network = Zoo.named(name).orElseThrow().network();

    assertThat(network.parameterCount()).isEqualTo(parameters);
  }
}
