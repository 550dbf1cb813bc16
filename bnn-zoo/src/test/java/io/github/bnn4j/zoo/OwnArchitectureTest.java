// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.bnn4j.core.binarize.WeightGradient;
import io.github.bnn4j.core.file.BnnFormatException;
import io.github.bnn4j.core.packed.PackedNetwork;
import io.github.bnn4j.core.packed.layer.ImageSpec;
import io.github.bnn4j.core.shape.ConvGeometry;
import io.github.bnn4j.core.shape.FeatureShape;
import io.github.bnn4j.layers.BatchNorm;
import io.github.bnn4j.layers.BinActiv;
import io.github.bnn4j.layers.BinConv2d;
import io.github.bnn4j.layers.Conv2d;
import io.github.bnn4j.layers.Network;
import io.github.bnn4j.layers.Pool;
import io.github.bnn4j.layers.io.Tensor;
import io.github.bnn4j.layers.pack.Packer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A network that this project knows nothing of is treated as those of the zoo. */
class OwnArchitectureTest {

  private final List<Network> made = new ArrayList<>();
  private final Architecture own = new Striped(3, made);

  @Test
  void isMeasured() {
    Complexity complexity = own.complexity();

    assertThat(complexity.parameters()).isEqualTo(4 * 9 + 4 + 2 * 4 + 3 * 9 * 4 + 3);
    assertThat(complexity.macs() - complexity.binaryMacs()).isEqualTo(4 * 9 * 6 * 8);
    assertThat(complexity.binaryMacs()).isEqualTo(3 * 9 * 4 * 6 * 8);
    assertThat(complexity.layers().get(0).output()).isEqualTo(new FeatureShape(6, 8, 4));
    assertThat(own.binary()).isTrue();
  }

  @Test
  void isPackedUnderItsNameForItsClasses() {
    Network network = own.network();
    network.initialize(1);

    PackedNetwork packed =
        Packer.pack(network, own.name(), own.input(), own.withClasses(3).labels());

    assertThat(packed.name()).isEqualTo("striped");
    assertThat(packed.labels()).containsExactly("stripe", "stripe", "stripe");
  }

  @Test
  void hasNoWeightsAndNoPyTorchProject() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PretrainedWeights.of(own))
        .withMessageStartingWith(
            "There are no pretrained weights of a network striped for 3 classes and images of"
                + " [6, 8, 1]; there are those of nin, ");
    Map<String, Tensor> other =
        Map.of("features.0.weight", new Tensor(new long[] {1}, new float[1]));
    assertThatThrownBy(() -> ImportedNetwork.of("any", other, own))
        .isInstanceOf(BnnFormatException.class)
        .hasMessageContaining("its tensors have the names of neither this library");
    assertThat(own.floatTwin()).isEmpty();
  }

  @Test
  void takesItsOwnImagesAloneUnlessItSaysOtherwise() {
    assertThat(own.withInput(own.input())).isEqualTo(own);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> own.withInput(own.input().withSize(8, 8)))
        .withMessage(
            "striped takes images of [6, 8, 1] and of its own normalisation alone, not of"
                + " [8, 8, 1].");
  }

  @Test
  void whatItIsAskedLeavesNoNetworkInMemory() {
    own.binary();
    own.complexity();

    assertThat(made)
        .hasSize(2)
        .flatExtracting(network -> network.parameters().values())
        .allMatch(parameter -> parameter.value().wasClosed());
  }

  /**
   * The network.
   *
   * @param made all that were made of it
   */
  private record Striped(int classes, List<Network> made) implements Architecture {

    @Override
    public String name() {
      return "striped";
    }

    @Override
    public ImageSpec input() {
      return new ImageSpec(6, 8, 1, new float[] {0}, new float[] {255});
    }

    @Override
    public List<String> labels() {
      return Collections.nCopies(classes, "stripe");
    }

    @Override
    public Network network() {
      made.add(
          Network.builder(new FeatureShape(6, 8, 1))
              .add("first", new Conv2d(new ConvGeometry(1, 4, 3, 1, 1, 1)))
              .add("norm", new BatchNorm(4))
              .add("sign", new BinActiv())
              .add(
                  "conv",
                  new BinConv2d(new ConvGeometry(4, classes, 3, 1, 1, 1), WeightGradient.CORRECTED))
              .add("pool", Pool.globalAverage())
              .build());
      return made.get(made.size() - 1);
    }

    @Override
    public Architecture withClasses(int other) {
      return new Striped(other, made);
    }
  }
}
