// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.bnn4j.layers.PatternImages;
import io.github.bnn4j.layers.train.augment.Augmentation;
import io.github.bnn4j.layers.train.augment.Cutout;
import io.github.bnn4j.layers.train.augment.Mixup;
import io.github.bnn4j.layers.train.augment.ShiftAndFlip;
import io.github.bnn4j.layers.train.optimizer.Optimizer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("locale")
class TrainingConfigTest {

  @Test
  void whatIsNotSetHasDefaults() {
    TrainingConfig config = complete().build();

    assertThat(config.batch()).isEqualTo(100);
    assertThat(config.augmentation()).isEqualTo(Augmentation.NONE);
    assertThat(config.labelSmoothing()).isZero();
    assertThat(config.weightDecay()).isZero();
    assertThat(config.distillation()).isEmpty();
    assertThat(config.seed()).isEqualTo(1);
  }

  @Test
  void whatIsRequiredCannotBeForgotten() {
    assertThatThrownBy(() -> TrainingConfig.builder().build())
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("A training configuration needs setInput.");
    assertThatThrownBy(() -> TrainingConfig.builder().setInput(PatternImages.SPEC).build())
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("A training configuration needs setEpochs.");
    assertThatThrownBy(
            () -> TrainingConfig.builder().setInput(PatternImages.SPEC).setEpochs(3).build())
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("A training configuration needs setOptimizer.");
    assertThatThrownBy(
            () ->
                TrainingConfig.builder()
                    .setInput(PatternImages.SPEC)
                    .setEpochs(3)
                    .setOptimizer(Optimizer.SGD)
                    .build())
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("A training configuration needs setSchedule.");
  }

  @Test
  void sizesAreAtLeastOne() {
    assertThatThrownBy(() -> complete().setEpochs(0).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("A training needs at least 1 epoch and 1 image a batch, not 0 and 100.");
    assertThatThrownBy(() -> complete().optBatch(-1).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("A training needs at least 1 epoch and 1 image a batch, not 3 and -1.");
  }

  @Test
  void decayIsNotNegative() {
    for (double wrong : new double[] {-1, Double.NaN}) {
      assertThatThrownBy(() -> complete().optWeightDecay(wrong).build())
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("Weight decay must be at least 0, not " + wrong + ".");
    }
  }

  @Test
  void theCanonicalLineNamesWhatIsOn() {
    assertThat(complete().build().describe(600))
        .isEqualTo(
            "Adam, cosine from 0.1, batch 100, 3 epochs of 600 images, no augmentation, seed 1");
    assertThat(complete().setEpochs(1).build().describe(1)).contains(", 1 epoch of 1 image, ");
    assertThat(
            complete()
                .setOptimizer(Optimizer.SGD)
                .optBatch(7)
                .optAugmentation(Augmentation.inTurn(new ShiftAndFlip(2, true), new Cutout(8)))
                .optMixing(new Mixup(0.2))
                .optLabelSmoothing(0.1)
                .optWeightDecay(0.0005)
                .optDistillation(new Distillation("nin", 4, 0.5))
                .optSeed(-3)
                .build()
                .describe(50))
        .isEqualTo(
            "SGD with momentum 0.9, cosine from 0.1, batch 7, 3 epochs of 50 images, crop by 2 and"
                + " flip, cutout of 8, mixup of 0.2, label smoothing 0.1, weight decay 0.0005, taught by nin at temperature 4 with"
                + " weight 0.5, seed -3");
  }

  @Test
  void aBuilderFromAConfigurationBuildsItAgain() {
    TrainingConfig config =
        complete()
            .optBatch(7)
            .optAugmentation(Augmentation.FLIP)
            .optMixing(new Mixup(0.2))
            .optLabelSmoothing(0.1)
            .optWeightDecay(0.2)
            .optDistillation(new Distillation("nin", 4, 0.5))
            .optSeed(9)
            .build();

    assertThat(config.toBuilder().build()).isEqualTo(config);
  }

  private static TrainingConfig.Builder complete() {
    return TrainingConfig.builder()
        .setInput(PatternImages.SPEC)
        .setEpochs(3)
        .setOptimizer(Optimizer.ADAM)
        .setSchedule(Schedule.cosine(0.1, 0));
  }
}
