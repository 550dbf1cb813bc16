// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.bnn4j.layers.train.Schedule;
import io.github.bnn4j.layers.train.TrainingConfig;
import io.github.bnn4j.layers.train.augment.Augmentation;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecipeTest {

  @Test
  void everyNetworkHasOneWithItsName() {
    for (Architecture architecture : Zoo.all()) {
      assertThat(Recipe.named(architecture.name()).orElseThrow().architecture())
          .isEqualTo(architecture);
    }
    assertThat(Recipe.named("other")).isEmpty();
  }

  @Test
  void everyCycleHasOneCanonicalLine() {
    String[] binary = {
      "Adam, cosine from 0.01 after a rise over 0.02 of the training, batch 256, 130 epochs of"
          + " 50000 images, crop and flip, taught by resnet12 at temperature 4 with weight 0.5, seed 1",
      "Adam, cosine from 0.002, batch 256, 3 epochs of 50000 images, crop and flip, taught by"
          + " resnet12 at temperature 4 with weight 0.5, seed 2"
    };
    assertThat(lines(Recipe.NIN_XNOR)).containsExactly(binary);
    assertThat(lines(Recipe.NIN_GC_XNOR)).containsExactly(binary);
    assertThat(lines(Recipe.NIN))
        .containsExactly(
            "SGD with momentum 0.9, cosine from 0.1, batch 128, 36 epochs of 50000 images, crop and"
                + " flip, weight decay 0.0005, seed 1",
            "SGD with momentum 0.9, cosine from 0.05, batch 128, 10 epochs of 50000 images, crop and"
                + " flip, weight decay 0.0005, taught by resnet12 at temperature 4 with weight 0.5,"
                + " seed 2");
  }

  private static List<String> lines(Recipe recipe) {
    return recipe.cycles().stream().map(cycle -> cycle.describe(50_000)).toList();
  }

  @Test
  void everyCycleEndsNearRateZeroAndBinaryNetworksAreNotDecayed() {
    for (Recipe recipe : Recipe.all()) {
      for (TrainingConfig cycle : recipe.cycles()) {
        assertThat(cycle.schedule().rate(cycle.epochs(), cycle.epochs())).isLessThan(1e-4);
        assertThat(cycle.weightDecay() > 0).isNotEqualTo(recipe.architecture().binary());
      }
    }
  }

  @Test
  void cyclesCanBeLeftOut() {
    assertThat(Recipe.NIN.from(1)).isEqualTo(Recipe.NIN);
    assertThat(Recipe.NIN.from(2).cycles()).containsExactly(Recipe.NIN.cycles().get(1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Recipe.NIN.from(3))
        .withMessage("The recipe nin has the cycles 1 to 2, no cycle 3.");
  }

  @Test
  void oneCycleOfAnyLengthIsLikeTheFirst() {
    TrainingConfig first = Recipe.NIN.cycles().get(0);
    TrainingConfig second = Recipe.NIN.cycles().get(1);

    assertThat(Recipe.NIN.once(7).cycles()).containsExactly(first.toBuilder().setEpochs(7).build());
    assertThat(Recipe.NIN.from(2).once(7).cycles())
        .containsExactly(second.toBuilder().setEpochs(7).build());
  }

  @Test
  void seedsCountUpFromCycleToCycle() {
    assertThat(Recipe.NIN.seeded(5).cycles())
        .extracting(TrainingConfig::seed)
        .containsExactly(5L, 6L);
    assertThat(Recipe.NIN.seeded(1)).isEqualTo(Recipe.NIN);
  }

  @Test
  void changesReachEveryCycleAndNothingElse() {
    Recipe changed =
        Recipe.NIN.map(
            config ->
                config.setSchedule(Schedule.cosine(0.5, 0)).optAugmentation(Augmentation.NONE));

    assertThat(lines(changed))
        .containsExactly(
            "SGD with momentum 0.9, cosine from 0.5, batch 128, 36 epochs of 50000 images, no"
                + " augmentation, weight decay 0.0005, seed 1",
            "SGD with momentum 0.9, cosine from 0.5, batch 128, 10 epochs of 50000 images, no"
                + " augmentation, weight decay 0.0005, taught by resnet12 at temperature 4 with"
                + " weight 0.5, seed 2");
    assertThat(Recipe.NIN.map(config -> config)).isEqualTo(Recipe.NIN);
  }

  @Test
  void otherClassesAreUnknownToTheTeachersOfTheZoo() {
    Recipe three = Recipe.NIN_XNOR.withClasses(3);

    assertThat(three.architecture().classes()).isEqualTo(3);
    assertThat(lines(three))
        .containsExactly(
            "Adam, cosine from 0.01 after a rise over 0.02 of the training, batch 256, 130 epochs of"
                + " 50000 images, crop and flip, seed 1",
            "Adam, cosine from 0.002, batch 256, 3 epochs of 50000 images, crop and flip, seed 2");
  }

  @Test
  void originTellsAnOwnCycleFromAChangedOne() {
    Recipe once = Recipe.NIN_XNOR.once(7);

    assertThat(Recipe.NIN.origin(Recipe.NIN.cycles().get(1))).isEqualTo("nin version 1, cycle 2");
    assertThat(once.origin(once.cycles().get(0))).isEqualTo("nin-xnor version 4, changed");
  }

  @Test
  void equalOrNoCyclesAreRefused() {
    TrainingConfig cycle = Recipe.NIN.cycles().get(0);

    for (List<TrainingConfig> wrong : List.of(List.<TrainingConfig>of(), List.of(cycle, cycle))) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new Recipe("mine", 1, NinArchitecture.NIN, wrong))
          .withMessage("The recipe mine needs cycles that differ, if only in their seeds.");
    }
  }
}
