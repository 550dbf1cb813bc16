// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.zoo;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bnn4j.core.shape.FeatureShape;
import io.github.bnn4j.layers.Sequential;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NinNetworkTest {

  @ParameterizedTest
  @CsvSource({"nin, 969822", "nin-gc, 722462", "nin-xnor, 969822", "nin-gc-xnor, 720926"})
  void networkHasExactlyThePublishedNumberOfParameters(String name, long parameters) {
    Sequential network = NinArchitecture.named(name).orElseThrow().network();

    assertThat(network.parameterCount()).isEqualTo(parameters);
  }

  @ParameterizedTest
  @ValueSource(strings = {"nin", "nin-gc", "nin-xnor", "nin-gc-xnor"})
  void layersAreThoseThatTheComplexityCounts(String name) {
    NinArchitecture architecture = NinArchitecture.named(name).orElseThrow();
    Complexity complexity = architecture.complexity();
    Sequential network = architecture.network();

    assertThat(network.layers().keySet())
        .containsExactlyElementsOf(
            complexity.layers().stream().map(Complexity.Layer::name).toList());
    FeatureShape shape = network.input();
    for (Complexity.Layer layer : complexity.layers()) {
      shape = network.layers().get(layer.name()).outputShape(shape);
      assertThat(shape).isEqualTo(new FeatureShape(layer.side(), layer.side(), layer.channels()));
    }
    assertThat(network.output()).isEqualTo(new FeatureShape(1, 1, 10));
  }
}
