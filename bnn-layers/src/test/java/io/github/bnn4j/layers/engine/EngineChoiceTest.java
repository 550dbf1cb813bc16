// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EngineChoiceTest {

  @Test
  void oneDnnIsChosenWhereItCanBeLoaded() {
    Class<?> expected = OneDnnEngine.isAvailable() ? OneDnnEngine.class : Nd4jEngine.class;

    assertThat(Engine.fastest()).isInstanceOf(expected);
  }

  @Test
  void oneDnnIsNotChosenForArraysOnADevice() {
    assertThat(EngineChoice.obstacle("JCublasBackend"))
        .contains("the arrays of ND4J's JCublasBackend are not in the memory of the host");
  }
}
