// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.zoo;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bnn4j.core.binarize.Scaling;
import io.github.bnn4j.core.shape.ConvGeometry;
import io.github.bnn4j.core.shape.FeatureShape;
import io.github.bnn4j.layers.BinConv2d;
import io.github.bnn4j.layers.Network;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ComplexityTest {

  @ParameterizedTest
  @CsvSource({
    "nin,         969822, 222486528,         0",
    "nin-gc,      722462, 191234048,         0",
    "nin-xnor,    969822, 222486528, 207618048",
    "nin-gc-xnor, 720926, 191234048, 170917888",
    "resnet12,    951754, 325780736,         0",
    "react12,     955594, 325780736, 320864256"
  })
  void parametersAndMultiplyAccumulatesAreExact(
      String name, long parameters, long macs, long binaryMacs) {
    Complexity complexity = Zoo.named(name).orElseThrow().complexity();

    assertThat(complexity.parameters()).isEqualTo(parameters);
    assertThat(complexity.macs()).isEqualTo(macs);
    assertThat(complexity.binaryMacs()).isEqualTo(binaryMacs);
    assertThat(complexity.floatBytes()).isEqualTo(4 * parameters);
  }

  @ParameterizedTest
  @CsvSource({
    "nin, block9.pool",
    "nin-gc, block9.pool",
    "nin-xnor, block9.pool",
    "nin-gc-xnor, block9.pool",
    "resnet12, head.conv",
    "react12, head.conv"
  })
  void lastLayerMakesOneValueForEachClass(String name, String layer) {
    Complexity complexity = Zoo.named(name).orElseThrow().complexity();

    Complexity.Layer last = complexity.layers().get(complexity.layers().size() - 1);

    assertThat(last.name()).isEqualTo(layer);
    assertThat(last.output()).isEqualTo(new FeatureShape(1, 1, 10));
  }

  @Test
  void ternaryWeightsTakeTwoBits() {
    ConvGeometry geometry = new ConvGeometry(2, 5, 3, 1, 1, 1);
    Network network =
        Network.builder(new FeatureShape(4, 4, 2))
            .add("conv", new BinConv2d(geometry, new Scaling.Ternary()))
            .build();

    assertThat(Complexity.of(network).layers().get(0).packedBits())
        .isEqualTo(5 * 18 * 2 + 5 * Float.SIZE);
  }
}
