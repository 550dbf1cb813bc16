// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.benchmarks.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.util.Pair;
import io.github.bnn4j.benchmarks.FloatCounterpart;
import io.github.bnn4j.zoo.Architecture;
import io.github.bnn4j.zoo.Recipe;
import io.github.bnn4j.zoo.Zoo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TorchNetworkTest {

  @ParameterizedTest
  @ValueSource(strings = {"nin", "nin-gc", "resnet12"})
  void peerHasTheParametersAndTheOutputsOfTheFloatNetwork(String name) {
    Architecture architecture = Zoo.named(name).orElseThrow();
    Block block = TorchNetwork.of(FloatCounterpart.of(architecture).network());
    Shape shape = new Shape(2, 3, 32, 32);
    try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
      block.initialize(manager, DataType.FLOAT32, shape);

      NDList logits =
          block.forward(
              new ParameterStore(manager, false), new NDList(manager.zeros(shape)), false);

      assertThat(logits.singletonOrThrow().getShape()).isEqualTo(new Shape(2, 10));
      assertThat(trained(block)).isEqualTo(architecture.complexity().parameters());
    }
  }

  @Test
  void binaryLayersAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TorchNetwork.of(Recipe.NIN_XNOR.architecture().network()))
        .withMessageContaining("BinActiv");
  }

  private static long trained(Block block) {
    return block.getParameters().stream()
        .map(Pair::getValue)
        .filter(Parameter::requiresGradient)
        .map(Parameter::getArray)
        .mapToLong(NDArray::size)
        .sum();
  }
}
