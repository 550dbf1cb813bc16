// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.ablation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.bnn4j.core.binarize.Binarization;
import io.github.bnn4j.examples.AblationBlockOrder;
import io.github.bnn4j.examples.AblationScaling;
import io.github.bnn4j.examples.cifar10.Cifar10Dataset;
import io.github.bnn4j.layers.BinActiv;
import io.github.bnn4j.layers.BinConv2d;
import io.github.bnn4j.layers.Layer;
import io.github.bnn4j.layers.Network;
import io.github.bnn4j.layers.train.ImageDataset;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AblationTest {
  private static final List<String> trained = new ArrayList<>();
  private static AblationReport scaling;
  private static AblationReport order;
  @TempDir private Path directory;

  @BeforeAll
  static void trainEveryVariant() {
    ImageDataset all = Cifar10Dataset.embeddedTest().subset(0, 125);
    Ablation ablation =
        Ablation.of(all, 100, 1, 1, (variant, done) -> trained.add(variant.name() + " " + done));
    scaling = AblationScaling.run(ablation);
    order = AblationBlockOrder.run(ablation);
  }

  @Test
  void everyVariantIsTrainedAndMeasured() {
    assertThat(scaling.trials()).hasSize(7);
    assertThat(order.trials()).hasSize(2);
    assertThat(scaling.trials())
        .allSatisfy(
            trial -> {
              assertThat(trial.history()).hasSize(1);
              assertThat(trial.last().validationTop1()).isBetween(0.0, 100.0);
            });
  }

  @Test
  void aNetworkOfBothStudiesIsTrainedOnce() {
    assertThat(trained).contains("XNOR, alpha 100").doesNotContain("XNOR, B-A-C-P 100");
    assertThat(order.trials().get(1).history()).isEqualTo(scaling.trials().get(4).history());
  }

  @Test
  void writesTablesHistoriesAndChart() {
    scaling.write(directory, "scaling");

    assertThat(directory.resolve("scaling.md"))
        .content()
        .contains("XNOR, alpha and K", "B-A-C-P", "paper, AlexNet on ImageNet");
    assertThat(directory.resolve("scaling-history.csv")).content().contains("variant,epoch");
    assertThat(directory).isDirectoryContaining("glob:**/scaling.png");
  }

  @Test
  void imagesHeldOutForValidationAreNotTrainedOn() {
    ImageDataset few = Cifar10Dataset.embeddedTest().subset(0, 50);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> Ablation.of(few, 41, 1, 1, (variant, done) -> {}))
        .withMessage(
            "Of 50 images 10 are held out for validation, so at most 40 can be trained on, not 41.");
  }

  @Test
  void variantsDifferInWhatTheirNamesSay() {
    assertThat(count(BinConv2d.class, Binarization.NONE, BlockOrder.B_A_C_P)).isZero();
    assertThat(count(BinConv2d.class, Binarization.BWN, BlockOrder.B_A_C_P)).isEqualTo(7);
    assertThat(count(BinActiv.class, Binarization.BWN, BlockOrder.B_A_C_P)).isZero();
    assertThat(count(BinActiv.class, Binarization.XNOR, BlockOrder.B_A_C_P)).isEqualTo(7);
    assertThat(count(BinConv2d.class, Binarization.XNOR, BlockOrder.C_B_A_P)).isEqualTo(7);
    assertThat(count(BinActiv.class, Binarization.NONE, BlockOrder.C_B_A_P)).isZero();
  }

  @Test
  void convolutionFirstPutsTheSignInFrontOfThePool() {
    Network network =
        AblationNetwork.of(Variant.of("any", Binarization.XNOR, BlockOrder.C_B_A_P, "-"));

    assertThat(network.layers().keySet())
        .containsSubsequence(
            "block3.conv", "block3.norm", "block3.sign", "block3.pool", "block4.conv")
        .containsSubsequence("block6.pool", "block7.sign of averages", "block7.conv");
  }

  private static long count(
      Class<? extends Layer> kind, Binarization binarization, BlockOrder order) {
    return AblationNetwork.of(Variant.of("any", binarization, order, "-"))
        .layers()
        .values()
        .stream()
        .filter(kind::isInstance)
        .count();
  }
}
