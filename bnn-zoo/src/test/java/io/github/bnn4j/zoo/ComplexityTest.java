// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.github.bnn4j.core.binarize.Scaling;
import io.github.bnn4j.core.binarize.StraightThroughEstimator;
import io.github.bnn4j.core.binarize.WeightGradient;
import io.github.bnn4j.core.graph.Join;
import io.github.bnn4j.core.shape.ConvGeometry;
import io.github.bnn4j.core.shape.FeatureShape;
import io.github.bnn4j.layers.BinActiv;
import io.github.bnn4j.layers.BinConv2d;
import io.github.bnn4j.layers.ChannelShuffle;
import io.github.bnn4j.layers.Network;
import io.github.bnn4j.layers.Pool;
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
  void multiplicationsAreBinaryWhereBinaryWeightsMeetSigns() {
    ConvGeometry geometry = new ConvGeometry(4, 4, 3, 1, 1, 1);
    WeightGradient rule = WeightGradient.XNOR_NET;
    Network network =
        Network.builder(new FeatureShape(4, 4, 4))
            .add("weights", new BinConv2d(geometry, rule))
            .add("sign", new BinActiv())
            .add("signs", new BinConv2d(geometry, rule), "sign")
            .add("pool", Pool.max(1, 1, 0), "sign")
            .add("shuffle", new ChannelShuffle(2))
            .join("concat", Join.CONCAT, "shuffle", "pool")
            .add("moved", new BinConv2d(new ConvGeometry(8, 4, 3, 1, 1, 1), rule))
            .join("sum", Join.ADD, "shuffle", "pool")
            .add("added", new BinConv2d(geometry, rule))
            .add("ternary", new BinConv2d(geometry, new Scaling.Ternary()), "pool")
            .add(
                "own",
                new BinConv2d(
                    geometry,
                    new Scaling.AlphaAndK(rule, new StraightThroughEstimator.ClippedIdentity())),
                "added")
            .join("all", Join.CONCAT, "own", "ternary", "moved", "signs")
            .build();

    assertThat(Complexity.of(network).layers())
        .filteredOn(layer -> layer.weights() > 0)
        .extracting(
            Complexity.Layer::name, Complexity.Layer::floatMacs, Complexity.Layer::binaryMacs)
        .containsExactly(
            tuple("weights", 2304L, 0L),
            tuple("signs", 0L, 2304L),
            tuple("moved", 0L, 4608L),
            tuple("added", 2304L, 0L),
            tuple("ternary", 2304L, 0L),
            tuple("own", 0L, 2304L));
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
