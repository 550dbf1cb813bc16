// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.spark.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bnn4j.layers.train.TrainingConfig;
import io.github.bnn4j.zoo.Cifar10;
import io.github.bnn4j.zoo.Recipe;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecipeChoiceTest {

  private static Recipe recipe(List<String> labels) {
    return new RecipeChoice("nin-xnor", labels, 0, 0, 0, Recipe.NIN_XNOR.cycles().get(0).seed())
        .recipe();
  }

  @Test
  void aRecipeOfTheZooIsAsItIsForTheClassesOfItsNetwork() {
    assertThat(recipe(Cifar10.LABELS)).isEqualTo(Recipe.NIN_XNOR);
  }

  @Test
  void aTeacherTeachesTheClassesItKnowsAlone() {
    Recipe other = recipe(List.of("cat", "dog", "no animal"));
    assertThat(other.architecture().classes()).isEqualTo(3);
    assertThat(other.cycles()).extracting(TrainingConfig::distillation).allMatch(o -> o.isEmpty());
  }

  @Test
  void whatIsAskedForReplacesWhatTheRecipeSays() {
    Recipe changed = new RecipeChoice("nin-xnor", Cifar10.LABELS, 7, 50, 0.002, 42).recipe();
    assertThat(changed.cycles()).hasSize(1);
    TrainingConfig cycle = changed.cycles().get(0);
    assertThat(cycle.epochs()).isEqualTo(7);
    assertThat(cycle.batch()).isEqualTo(50);
    assertThat(cycle.schedule().rate(0, 7)).isEqualTo(0.002);
    assertThat(cycle.seed()).isEqualTo(42);
  }
}
